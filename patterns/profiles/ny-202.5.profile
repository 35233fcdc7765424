title  = filings in the trial courts of New York
source = 22 NYCRR 202.5(e)
note   = For filings in civil matters.
ssn, itin, ein      = last 4
dob                 = year
minor               = initials
account, card, iban = last 4
