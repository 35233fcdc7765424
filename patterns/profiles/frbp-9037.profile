title  = federal bankruptcy filings
source = Fed. R. Bankr. P. 9037(a)
note   = For court filings. The debtor's own name stays, minor or not.
ssn, itin, ein      = last 4
dob                 = year
minor               = initials
account, card, iban = last 4
