#include "patterns/checks_int.h"

#include <string.h>

static int weighed(const int *digit, const int *weight, int n)
{
	int sum = 0;
	for (int i = 0; i < n; i++)
		sum += digit[i] * weight[i];
	return sum;
}

/* ---- United States and Canada -------------------------------------------------------------- */

/* 45 CFR 162.406: Luhn over 80840, the prefix of a United States health card, and the number. */
bool check_npi(str value)
{
	int d[LONGEST], n = check_digits(value, d), whole[15] = { 8, 0, 8, 4, 0 };

	if (n != 10)
		return false;
	memcpy(whole + 5, d, 10 * sizeof *d);
	return check_luhn(whole, 15);
}

/* 21 CFR 1301: two letters (the second may be a 9), six digits, the check digit. */
bool check_dea(str value)
{
	char text[LONGEST];
	int n = check_plain(value, text), d[7];

	if (n != 9)
		return false;
	for (int i = 0; i < 7; i++) {
		d[i] = text[i + 2] - '0';
		if (d[i] < 0 || d[i] > 9)
			return false;
	}
	return (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10 == d[6];
}

/* 49 CFR 565.15(c): letters stand for digits, the ninth place is the remainder by 11. */
bool check_vin(str value)
{
	/* A B C ... Z; 0 where the letter is never used. */
	static const int worth[26] = { 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9 };
	static const int weight[17] = { 8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2 };
	char text[LONGEST];
	int n = check_plain(value, text), sum = 0;

	if (n != 17)
		return false;
	for (int i = 0; i < n; i++) {
		int is = text[i] <= '9' ? text[i] - '0' : worth[text[i] - 'A'];
		if (text[i] > '9' && !is)
			return false;
		sum += is * weight[i];
	}
	return text[8] == "0123456789X"[sum % 11];
}

/* ---- Britain and Australia ----------------------------------------------------------------- */

/* NHS Data Dictionary: weights 10 to 2; 11 is written 0, and 10 is never given. */
bool check_nhs(str value)
{
	static const int weight[9] = { 10, 9, 8, 7, 6, 5, 4, 3, 2 };
	int d[LONGEST], n = check_digits(value, d);

	if (n != 10)
		return false;
	int rest = 11 - weighed(d, weight, 9) % 11;
	return (rest == 11 ? 0 : rest) == d[9];
}

bool check_tfn(str value)
{
	static const int nine[9] = { 1, 4, 3, 7, 5, 8, 6, 9, 10 }, eight[8] = { 10, 7, 8, 4, 6, 3, 5, 1 };
	int d[LONGEST], n = check_digits(value, d);

	return (n == 9 && weighed(d, nine, 9) % 11 == 0) || (n == 8 && weighed(d, eight, 8) % 11 == 0);
}

/* ---- the Continent ------------------------------------------------------------------------- */

/* ISO 7064 MOD 11,10; and of the first ten digits one stands there twice or three times. */
bool check_steuer_id(str value)
{
	int d[LONGEST], n = check_digits(value, d), product = 10, seen[10] = { 0 }, more = 0;

	if (n != 11 || d[0] == 0)
		return false;
	for (int i = 0; i < 10; i++) {
		int sum = (d[i] + product) % 10;
		product = (sum ? sum : 10) * 2 % 11;
		seen[d[i]]++;
	}
	for (int i = 0; i < 10; i++) {
		if (seen[i] > 3)
			return false;
		more += seen[i] > 1;
	}
	return more == 1 && (11 - product) % 10 == d[10];
}

/* INSEE: sex, year, month, then the department, in which Corsica's 2A and 2B count as 19 and 18; 13
 * places in all, then the key. */
bool check_nir(str value)
{
	char text[LONGEST];
	int n = check_plain(value, text);
	long long body = 0;

	if (n != 15)
		return false;
	if (text[5] == '2' && (text[6] == 'A' || text[6] == 'B')) {
		text[6] = text[6] == 'A' ? '9' : '8';
		text[5] = '1';
	}
	for (int i = 0; i < 15; i++) {
		if (text[i] > '9')
			return false;
		if (i < 13)
			body = body * 10 + (text[i] - '0');
	}
	return 97 - body % 97 == (text[13] - '0') * 10 + (text[14] - '0');
}

/* Eight digits, or X, Y, Z for 0, 1, 2 and seven; then a letter. */
bool check_dni(str value)
{
	char text[LONGEST];
	int n = check_plain(value, text), sum = 0;

	if (n != 9)
		return false;
	for (int i = 0; i < 8; i++) {
		char c = text[i];
		if (i == 0 && c >= 'X' && c <= 'Z')
			c = (char)(c - 'X' + '0');
		if (c > '9')
			return false;
		sum = sum * 10 + (c - '0');
	}
	return text[8] == "TRWAGMYFPDXBNJZSQVHLCKE"[sum % 23];
}

/* Year, month (20, 40, 60 or 80 more for other centuries), day, four digits, check digit. */
bool check_pesel(str value)
{
	static const int weight[11] = { 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1 };
	int d[LONGEST], n = check_digits(value, d);

	if (n != 11)
		return false;
	int month = (d[2] * 10 + d[3]) % 20, day = d[4] * 10 + d[5];
	return month >= 1 && month <= 12 && day >= 1 && day <= 31 && weighed(d, weight, 11) % 10 == 0;
}
