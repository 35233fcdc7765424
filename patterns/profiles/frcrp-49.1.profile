title  = federal criminal filings
source = Fed. R. Crim. P. 49.1(a)
note   = For court filings; discovery between parties follows its protocol and protective order.
ssn, itin, ein      = last 4
dob                 = year
minor               = initials
account, card, iban = last 4
# (5) the city and state of the home address
address             = city and state
