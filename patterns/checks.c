#include "patterns/checks_int.h"

#include <string.h>

int check_plain(str value, char out[static LONGEST])
{
	int n = 0;

	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')))
			continue;
		if (n == LONGEST)
			return -1;
		out[n++] = c;
	}
	return n;
}

int check_digits(str value, int out[static LONGEST])
{
	char text[LONGEST];
	int n = check_plain(value, text);

	for (int i = 0; i < n; i++) {
		if (text[i] > '9')
			return -1;
		out[i] = text[i] - '0';
	}
	return n;
}

int check_number(const int *digit, int n)
{
	int value = 0;
	for (int i = 0; i < n; i++)
		value = value * 10 + digit[i];
	return value;
}

bool check_luhn(const int *digit, int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++) {
		int d = digit[n - 1 - i];
		if (i % 2)
			d = d * 2 > 9 ? d * 2 - 9 : d * 2;
		sum += d;
	}
	return sum % 10 == 0;
}

static bool passes_luhn(str value)
{
	int d[LONGEST], n = check_digits(value, d);
	return n > 1 && check_luhn(d, n);
}

/* ISO/IEC 7812: 13 to 19 digits, Luhn, and a first digit that payment networks use. */
static bool passes_card(str value)
{
	int d[LONGEST], n = check_digits(value, d);
	return n >= 13 && n <= 19 && d[0] >= 2 && d[0] <= 6 && check_luhn(d, n);
}

/* American Bankers Association: weights 3 7 1, and a first pair in a range that was ever assigned. */
static bool passes_aba(str value)
{
	int d[LONGEST], n = check_digits(value, d);

	if (n != 9)
		return false;
	int sum = 3 * (d[0] + d[3] + d[6]) + 7 * (d[1] + d[4] + d[7]) + d[2] + d[5] + d[8];
	int pair = check_number(d, 2);
	bool assigned = pair <= 12 || (pair >= 21 && pair <= 32) || (pair >= 61 && pair <= 72) || pair == 80;
	return assigned && sum % 10 == 0 && check_number(d, 8) != 0;
}

/* ISO 13616 registry: the whole length by country. */
static int iban_length(const char *country)
{
	static const char lengths[] =
		"AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29"
		"ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20"
		"LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29"
		"PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20"
		"YE30";

	for (const char *p = lengths; *p; p += 4)
		if (p[0] == country[0] && p[1] == country[1])
			return (p[2] - '0') * 10 + (p[3] - '0');
	return 0;
}

static bool passes_iban(str value)
{
	char text[LONGEST];
	int n = check_plain(value, text), rest = 0;

	if (n < 15 || n != iban_length(text))
		return false;
	for (int i = 0; i < n; i++) {
		char c = text[(i + 4) % n];
		rest = c <= '9' ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
	}
	return rest == 1;
}

/* Never issued: area 000, 666 and 900 up, group 00, serial 0000. */
static bool passes_ssn(str value)
{
	int d[LONGEST], n = check_digits(value, d);

	if (n != 9)
		return false;
	int area = check_number(d, 3);
	return area && area != 666 && area < 900 && check_number(d + 3, 2) && check_number(d + 5, 4);
}

/* IRS: begins with 9, the fourth and fifth digit in 50-65, 70-88, 90-92, 94-99. */
static bool passes_itin(str value)
{
	int d[LONGEST], n = check_digits(value, d);

	if (n != 9 || d[0] != 9)
		return false;
	int group = check_number(d + 3, 2);
	return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) ||
	       (group >= 90 && group <= 92) || (group >= 94 && group <= 99);
}

/* IRS, "How EINs are assigned": the first pair names the campus; these were never used. */
static bool passes_ein(str value)
{
	int d[LONGEST], n = check_digits(value, d);
	static const char unused[] = "00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97";

	if (n != 9)
		return false;
	char pair[3] = { (char)('0' + d[0]), (char)('0' + d[1]), 0 };
	return !strstr(unused, pair);
}

/* North American Numbering Plan: area and exchange begin with 2-9 and are no service codes. */
static bool passes_nanp(str value)
{
	int d[LONGEST], n = 0;

	/* Only the number itself: an extension follows a letter. */
	for (size_t i = 0; i < value.n && n < LONGEST; i++) {
		char c = value.p[i];
		if (c >= '0' && c <= '9')
			d[n++] = c - '0';
		else if (n && ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			break;
	}
	const int *p = d;
	if (n == 11 && d[0] == 1)
		p++, n--;
	if (n != 10)
		return false;
	return p[0] >= 2 && p[3] >= 2 && !(p[1] == 1 && p[2] == 1) && p[1] != 9 && !(p[4] == 1 && p[5] == 1);
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 && leap ? 29 : days[month - 1];
}

static bool is_date(int year, int month, int day)
{
	return year >= 1850 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= days_in(year, month);
}

/* The month that a word names; 0 for none. */
static int month_of(str word)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	if (word.n < 3)
		return 0;
	for (int m = 0; m < 12; m++)
		if ((word.p[0] | 0x20) == names[m * 3] && (word.p[1] | 0x20) == names[m * 3 + 1] &&
		    (word.p[2] | 0x20) == names[m * 3 + 2])
			return m + 1;
	return 0;
}

/* A day that a calendar has, in any order of its parts; a year of two digits is one of 1900-2099. */
static bool passes_date(str value)
{
	int part[3] = { 0 }, length[3] = { 0 }, n = 0, month = 0;

	for (size_t i = 0; i < value.n;) {
		size_t beg = i;
		char c = value.p[i];
		if (c >= '0' && c <= '9') {
			while (i < value.n && value.p[i] >= '0' && value.p[i] <= '9')
				i++;
			if (n == 3 || i - beg > 4)
				return false;
			for (size_t k = beg; k < i; k++)
				part[n] = part[n] * 10 + (value.p[k] - '0');
			length[n++] = (int)(i - beg);
		} else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
			while (i < value.n && (value.p[i] | 0x20) >= 'a' && (value.p[i] | 0x20) <= 'z')
				i++;
			int named = month_of(str_sub(value, beg, i));
			month = named ? named : month;
		} else {
			i++;
		}
	}
	if (n >= 2 && length[0] < 4 && length[n - 1] < 3)
		part[n - 1] += part[n - 1] > 30 ? 1900 : 2000;
	if (month)
		return n == 2 && (is_date(part[1], month, part[0]) || is_date(part[0], month, part[1]));
	return n == 3 && (is_date(part[2], part[0], part[1]) || is_date(part[2], part[1], part[0]) ||
	                  is_date(part[0], part[1], part[2]));
}

/* Four numbers up to 255, written without needless zeros: 1.2.3.4, but not a section 01.02.03.04. */
static bool passes_ipv4(str value)
{
	int n = 0;
	str part;

	while (str_cut(&value, '.', &part)) {
		int sum = 0;
		if (part.n < 1 || part.n > 3 || (part.n > 1 && part.p[0] == '0') || ++n > 4)
			return false;
		for (size_t i = 0; i < part.n; i++) {
			if (part.p[i] < '0' || part.p[i] > '9')
				return false;
			sum = sum * 10 + (part.p[i] - '0');
		}
		if (sum > 255)
			return false;
	}
	return n == 4;
}

/* RFC 4291: eight groups, or fewer with one "::"; the last two may be an IPv4 address. */
static bool passes_ipv6(str value)
{
	int groups = 0, run = 0;
	bool gap = false;

	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];
		bool hex = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
		if (hex) {
			if (run == 0)
				groups++;
			if (++run > 4)
				return false;
		} else if (c == ':') {
			bool twice = i + 1 < value.n && value.p[i + 1] == ':';
			if (twice && gap)
				return false;
			if (!twice && (run == 0 || i + 1 == value.n) && !(i && value.p[i - 1] == ':'))
				return false;
			gap |= twice;
			run = 0;
			if (twice)
				i++;
		} else if (c == '.') {
			size_t beg = i;
			while (beg > 0 && value.p[beg - 1] != ':')
				beg--;
			if (beg == 0 || !passes_ipv4(str_sub(value, beg, value.n)))
				return false;
			groups++;
			break;
		} else {
			return false;
		}
	}
	return gap ? groups < 8 : groups == 8;
}

static bool passes_ip(str value)
{
	return memchr(value.p, ':', value.n) ? passes_ipv6(value) : passes_ipv4(value);
}

const check_rule checks_table[] = {
	{ "aba", "the 3-7-1 sum fits and the first two digits are assigned", passes_aba },
	{ "card", "the Luhn digit fits and a payment network begins so", passes_card },
	{ "date", "the calendar has that day", passes_date },
	{ "dea", "its last digit fits", check_dea },
	{ "dni", "its letter is that of the remainder by 23", check_dni },
	{ "ein", "the first two digits are a campus of the IRS", passes_ein },
	{ "iban", "length fits the country, and the remainder by 97 is 1", passes_iban },
	{ "ip", "it is an address by RFC 791 or RFC 4291", passes_ip },
	{ "itin", "it lies in a range that the IRS issues", passes_itin },
	{ "license", "a state writes its driver licences so", check_license },
	{ "luhn", "the Luhn digit fits", passes_luhn },
	{ "nanp", "area and exchange can be dialled in North America", passes_nanp },
	{ "nhs", "its last digit fits by weights, modulo 11", check_nhs },
	{ "nir", "its key is 97 less the remainder by 97", check_nir },
	{ "npi", "the Luhn digit over 80840 and the number fits", check_npi },
	{ "pesel", "its last digit fits, and it begins with a date", check_pesel },
	{ "ssn", "it lies in a range that was ever issued", passes_ssn },
	{ "steuer-id", "its last digit fits by ISO 7064, and digits repeat as they must", check_steuer_id },
	{ "tfn", "its digits fit by weights, modulo 11", check_tfn },
	{ "vin", "its ninth place fits", check_vin },
	{ NULL, NULL, NULL },
};

const check_rule *checks_lookup(str name)
{
	for (const check_rule *c = checks_table; c->name; c++)
		if (str_is(name, c->name))
			return c;
	return NULL;
}
