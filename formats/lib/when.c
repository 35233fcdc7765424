#include "formats/lib/when.h"

#include <time.h>

/* *out stays what it is where they are not there. */
static bool digits(const char **p, int n, int *out)
{
	int value = 0;
	for (int i = 0; i < n; i++) {
		if ((*p)[i] < '0' || (*p)[i] > '9')
			return false;
		value = value * 10 + ((*p)[i] - '0');
	}
	*p += n;
	*out = value;
	return true;
}

str when_of_pdf(str words, arena *mem)
{
	const char *p = str_z(str_starts(words, "D:") ? str_sub(words, 2, words.n) : words, mem);
	int year, month = 1, day = 1, hour = 0, minute = 0, second = 0, zone_hours = 0, zone_minutes = 0;
	if (!digits(&p, 4, &year))
		return STR("");
	int *const parts[] = { &month, &day, &hour, &minute, &second };
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		p += *p == '-' && i < 2;
		p += (*p == 'T' || *p == ' ') && i == 2;
		p += *p == ':' && i > 2;
		if (!digits(&p, 2, parts[i]))
			break;
	}
	p += *p == '.' ? 1 + strspn(p + 1, "0123456789") : 0;
	int sign = *p == '+' ? 1 : *p == '-' ? -1 : 0;
	if (sign) {
		p++;
		if (digits(&p, 2, &zone_hours)) {
			p += *p == '\'' || *p == ':';
			(void)digits(&p, 2, &zone_minutes);
		}
	}
	struct tm t = { .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = hour, .tm_min = minute, .tm_sec = second };
	if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60 || zone_hours > 23 || zone_minutes > 59)
		return STR("");
	time_t at = timegm(&t) - sign * (zone_hours * 3600 + zone_minutes * 60);
	char iso[32];
	struct tm utc;
	if (!gmtime_r(&at, &utc) || utc.tm_year + 1900 < 0 || utc.tm_year + 1900 > 9999)
		return STR("");
	return str_dup((str){ iso, strftime(iso, sizeof iso, "%Y-%m-%dT%H:%M:%SZ", &utc) }, mem);
}
