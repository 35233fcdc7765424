/*
 * checks_int.h - what the files that reckon share: checks.c (banks and the United States' revenue),
 * checks_person.c (patients, vehicles, and people of other countries), checks_license.c.
 */
#ifndef UNDERSEAL_CHECKS_INT_H
#define UNDERSEAL_CHECKS_INT_H

#include "patterns/checks.h"

enum { LONGEST = 64 /* digits or letters of any number we know */ };

/* The letters and digits of a value, letters in capitals; -1 when there are more than LONGEST. */
int check_plain(str value, char out[static LONGEST]);

/* The digits of a value; -1 when there are too many or a letter is among them. */
int check_digits(str value, int out[static LONGEST]);

int  check_number(const int *digit, int n);   /* the first n, read as one number */
bool check_luhn(const int *digit, int n);     /* ISO/IEC 7812-1 annex B          */

/* Rows of checks_table that are not in checks.c. */
bool check_dea(str value);
bool check_dni(str value);
bool check_license(str value);
bool check_nhs(str value);
bool check_nir(str value);
bool check_npi(str value);
bool check_pesel(str value);
bool check_steuer_id(str value);
bool check_tfn(str value);
bool check_vin(str value);

#endif
