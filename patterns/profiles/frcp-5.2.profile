title  = federal civil filings
source = Fed. R. Civ. P. 5.2(a)
note   = For court filings; discovery between parties follows its protocol and protective order.
# (1) the last four digits of the social-security number and taxpayer-identification number
ssn, itin, ein      = last 4
# (2) the year of the individual's birth
dob                 = year
# (3) the minor's initials
minor               = initials
# (4) the last four digits of the financial-account number
account, card, iban = last 4
