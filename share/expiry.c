#include "share/expiry.h"

#include <stdio.h>
#include <time.h>

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR, WEEK = 7 * DAY, YEAR_MAX = 366 * DAY };

/* Exactly `digits` digits at *at, which moves on; -1 otherwise. */
static int number(str s, size_t *at, size_t digits)
{
	int v = 0;
	if (*at + digits > s.n)
		return -1;
	for (size_t i = 0; i < digits; i++, ++*at) {
		if (s.p[*at] < '0' || s.p[*at] > '9')
			return -1;
		v = v * 10 + (s.p[*at] - '0');
	}
	return v;
}

static bool mark(str s, size_t *at, char c)
{
	if (*at >= s.n || s.p[*at] != c)
		return false;
	++*at;
	return true;
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

/* "YYYY-MM-DD", the day's first second. */
static bool read_day(str s, size_t *at, int64_t *out)
{
	int year = number(s, at, 4);
	if (year < 1970 || !mark(s, at, '-'))
		return false;
	int month = number(s, at, 2);
	if (month < 1 || month > 12 || !mark(s, at, '-'))
		return false;
	int day = number(s, at, 2);
	if (day < 1 || day > days_in(year, month))
		return false;
	struct tm tm = { .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day };
	*out = timegm(&tm);
	return true;
}

/* "THH:MM[:SS]Z" in seconds of the day. */
static bool read_time(str s, size_t *at, bool need_seconds, int64_t *out)
{
	if (!mark(s, at, 'T'))
		return false;
	int hour = number(s, at, 2);
	if (hour < 0 || hour > 23 || !mark(s, at, ':'))
		return false;
	int minute = number(s, at, 2), second = 0;
	if (minute < 0 || minute > 59)
		return false;
	if (mark(s, at, ':')) {
		second = number(s, at, 2);
		if (second < 0 || second > 59)
			return false;
	} else if (need_seconds) {
		return false;
	}
	*out = hour * HOUR + minute * MINUTE + second;
	return mark(s, at, 'Z');
}

bool expiry_read(str text, int64_t *out)
{
	size_t at = 0;
	int64_t time = 0;
	if (!read_day(text, &at, out) || !read_time(text, &at, true, &time) || at != text.n)
		return false;
	*out += time;
	return true;
}

static bool read_date(str s, int64_t *out)
{
	size_t at = 0;
	int64_t time = DAY - 1;
	if (!read_day(s, &at, out) || (at < s.n && !read_time(s, &at, false, &time)) || at != s.n)
		return false;
	*out += time;
	return true;
}

/* "30d": up to six digits and a unit. */
static bool read_span(str s, int64_t now, int64_t *out)
{
	if (s.n < 2 || s.n > 7)
		return false;
	size_t at = 0;
	int count = number(s, &at, s.n - 1);
	int unit = s.p[s.n - 1] == 'h' ? HOUR : s.p[s.n - 1] == 'd' ? DAY : s.p[s.n - 1] == 'w' ? WEEK : 0;
	if (count < 0 || unit == 0)
		return false;
	*out = now + (int64_t)count * unit;
	return true;
}

bool expiry_parse(str typed, int64_t now, int64_t *out, err *e)
{
	if (!read_span(typed, now, out) && !read_date(typed, out)) {
		err_set(e, ERR_USAGE, "--expires: neither a span of time nor a date");
		return err_hint(e, "write 12h, 30d, 6w, or a date as 2026-12-31 (it ends at midnight UTC)");
	}
	if (*out <= now) {
		err_set(e, ERR_USAGE, "--expires: that time has passed");
		return err_hint(e, "nobody could open the bundle; choose a later date");
	}
	if (*out - now > (int64_t)EXPIRY_YEARS_MAX * YEAR_MAX) {
		err_set(e, ERR_USAGE, "--expires: more than %d years ahead", EXPIRY_YEARS_MAX);
		return err_hint(e, "choose a nearer date; sealing again later is easy");
	}
	return true;
}

void expiry_print(char out[static EXPIRY_TEXT], int64_t when)
{
	time_t t = (time_t)when;
	struct tm tm;
	if (!gmtime_r(&t, &tm) || !strftime(out, EXPIRY_TEXT, "%Y-%m-%dT%H:%M:%SZ", &tm))
		snprintf(out, EXPIRY_TEXT, "unknown");
}

bool expiry_check(int64_t made, int64_t not_after, int64_t now, err *e)
{
	char text[EXPIRY_TEXT];
	if (now < made - EXPIRY_SKEW) {
		expiry_print(text, made);
		err_set(e, ERR_REFUSED, "the clock of this computer stands before %s, when the bundle was "
		                        "made", text);
		return err_hint(e, "set the clock right, then try again");
	}
	if (now > not_after) {
		expiry_print(text, not_after);
		err_set(e, ERR_REFUSED, "the bundle expired on %s", text);
		return err_hint(e, "ask the sender for a new one");
	}
	return true;
}
