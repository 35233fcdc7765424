title  = health records, the eighteen identifiers
source = 45 CFR 164.514(b)(2), Safe Harbor
note   = Names come from lists. Dates other than of birth are not looked for. The method also asks that nobody knows better: that is for people to say.
# (B) subdivisions smaller than a state; a code's first three digits may stay only where many live
address, zip     = state
# (C) the year may stay but where it tells an age over 89, and a birth year alone does not say that
dob              = nothing
# (D) to (R)
phone, email, url, ip = nothing
ssn, itin, ein, mrn, medicare = nothing
account, card, iban   = nothing
driver-licence, passport, npi, dea, vin, mac = nothing
minor            = nothing
