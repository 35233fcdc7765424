title  = health records, the identifiers of Safe Harbor
source = 45 CFR 164.514(b)(2)
note   = Names come from lists of terms; dates other than of birth are not looked for. The method also asks that nobody knows better: that is for people to say.
# (B) subdivisions smaller than a state; a code's first three digits may stay only where many live
address, zip            = state
# (C) the year may stay unless it tells an age over 89, and a birth year alone does not say that
dob                     = nothing
# (D) to (R)
phone, email, url, ip, mac     = nothing
ssn, itin, ein, mrn, mbi       = nothing
account, card, routing, iban   = nothing
driver-license, passport       = nothing
npi, dea, bar-number, alien    = nothing
vin, plate                     = nothing
minor                          = nothing
