title  = filings in the courts of California
source = Cal. Rules of Court, rule 1.201(a)
note   = Of tax numbers the rule names the social security number alone; others that are found go whole. It does not speak of birth dates.
ssn                 = last 4
account, card, iban = last 4
dob                 = all
minor               = initials
