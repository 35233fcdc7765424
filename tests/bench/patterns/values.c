#include "tests/bench/patterns/texts.h"

#include <string.h>

/* ---- dice ------------------------------------------------------------------------------------ */

unsigned roll(dice *d, unsigned n)
{
	d->state = d->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(d->state >> 33) % n;
}

str pick(dice *d, const char *list)
{
	unsigned n = 1;
	str rest = str_of(list), one = { NULL, 0 };

	for (const char *p = list; *p; p++)
		n += *p == '|';
	for (unsigned which = roll(d, n) + 1; which--;)
		str_cut(&rest, '|', &one);
	return one;
}

void shape_put(dice *d, buf *out, str shape)
{
	for (size_t i = 0; i < shape.n; i++) {
		char c = shape.p[i];
		unsigned any = roll(d, 34);
		switch (c) {
		case '#': buf_byte(out, (int)('0' + roll(d, 10))); break;
		case '~': buf_byte(out, (int)('2' + roll(d, 8))); break;
		case '@': buf_byte(out, "ABCDEFGHJKLMNPRSTUVWXYZ"[roll(d, 23)]); break;
		case '*': buf_byte(out, "0123456789ACDEFGHJKMNPQRTUVWXY0123"[any]); break;
		default:  buf_byte(out, c);
		}
	}
}

/* ---- check digits ---------------------------------------------------------------------------- */

static int digits_of(char *value, char *at[static 40])
{
	int n = 0;
	for (char *p = value; *p && n < 40; p++)
		if (*p >= '0' && *p <= '9')
			at[n++] = p;
	return n;
}

static void fit_luhn_over(char *value, int before)
{
	char *at[40];
	int n = digits_of(value, at), sum = before;
	for (int i = n - 2, twice = 1; i >= 0; i--, twice = !twice) {
		int v = *at[i] - '0';
		v = twice ? v * 2 : v;
		sum += v > 9 ? v - 9 : v;
	}
	*at[n - 1] = (char)('0' + (10 - sum % 10) % 10);
}

static void fit_luhn(char *value) { fit_luhn_over(value, 0); }
static void fit_npi(char *value)  { fit_luhn_over(value, 24); }

static void fit_ssn(char *value)
{
	char *at[40];
	digits_of(value, at);
	*at[0] = (char)('1' + (*at[0] - '0') % 5);
	*at[4] = *at[4] == '0' ? '7' : *at[4];
	*at[8] = *at[8] == '0' ? '3' : *at[8];
}

static void fit_itin(char *value)
{
	char *at[40];
	digits_of(value, at);
	*at[0] = '9';
	*at[3] = '7';
	*at[4] = (char)('0' + (*at[4] - '0') % 9);
}

static void fit_ein(char *value)
{
	static const char campuses[] = "12203536424554596174848895";
	char *at[40];
	digits_of(value, at);
	int which = (*at[0] - '0') % 10;
	*at[0] = campuses[which * 2];
	*at[1] = campuses[which * 2 + 1];
}

static void fit_aba(char *value)
{
	static const int weight[] = { 3, 7, 1 };
	char *at[40];
	int sum = 0;
	digits_of(value, at);
	*at[0] = (char)('0' + (*at[0] - '0') % 2);
	*at[1] = *at[0] == '1' ? (char)('0' + (*at[1] - '0') % 3) : *at[1] == '0' ? '4' : *at[1];
	for (int i = 0; i < 8; i++)
		sum += weight[i % 3] * (*at[i] - '0');
	*at[8] = (char)('0' + (10 - sum % 10) % 10);
}

static void fit_dea(char *value)
{
	char *at[40];
	digits_of(value, at);
	int d[7];
	for (int i = 0; i < 7; i++)
		d[i] = *at[i] - '0';
	*at[6] = (char)('0' + (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10);
}

static void fit_vin(char *value)
{
	static const int worth[26] = { 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9 };
	static const int weight[17] = { 8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2 };
	int sum = 0;
	for (int i = 0; i < 17; i++)
		sum += weight[i] * (value[i] <= '9' ? value[i] - '0' : worth[value[i] - 'A']);
	value[8] = "0123456789X"[sum % 11];
}

static void fit_iban(char *value)
{
	char plain[48];
	int n = 0, rest = 0;
	value[2] = value[3] = '0';
	for (const char *p = value; *p; p++)
		if (*p != ' ')
			plain[n++] = *p;
	for (int i = 0; i < n; i++) {
		char c = plain[(i + 4) % n];
		rest = c <= '9' ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97;
	}
	value[2] = (char)('0' + (98 - rest) / 10);
	value[3] = (char)('0' + (98 - rest) % 10);
}

static void fit_nhs(char *value)
{
	char *at[40];
	digits_of(value, at);
	for (;; *at[8] = (char)(*at[8] == '9' ? '0' : *at[8] + 1)) {
		int sum = 0;
		for (int i = 0; i < 9; i++)
			sum += (10 - i) * (*at[i] - '0');
		int last = (11 - sum % 11) % 11;
		if (last < 10) {
			*at[9] = (char)('0' + last);
			return;
		}
	}
}

static void fit_dni(char *value)
{
	int sum = 0;
	for (const char *p = value; *p; p++)
		if (*p >= '0' && *p <= '9')
			sum = sum * 10 + (*p - '0');
	value[strlen(value) - 1] = "TRWAGMYFPDXBNJZSQVHLCKE"[sum % 23];
}

static void fit_pesel(char *value)
{
	static const int weight[10] = { 1, 3, 7, 9, 1, 3, 7, 9, 1, 3 };
	char *at[40];
	int sum = 0;
	digits_of(value, at);
	*at[2] = '0';
	*at[3] = *at[3] == '0' ? '5' : *at[3];
	*at[4] = (char)('0' + (*at[4] - '0') % 2);
	*at[5] = *at[5] == '0' ? '8' : *at[5];
	for (int i = 0; i < 10; i++)
		sum += weight[i] * (*at[i] - '0');
	*at[10] = (char)('0' + (10 - sum % 10) % 10);
}

/* A day, a month and two digits of a year for any order: none above 12 but the year. */
static void fit_day(char *value)
{
	char *at[40];
	int n = digits_of(value, at);
	bool iso = n == 8 && value[4] == '-';
	for (int i = iso ? 4 : 0; i < (iso ? 8 : 4) && i + 1 < n; i += 2) {
		*at[i] = '0';
		*at[i + 1] = *at[i + 1] == '0' ? '4' : *at[i + 1];
	}
	if (n == 8 && !iso)
		*at[4] = '1', *at[5] = '9';
	if (iso)
		*at[0] = '1', *at[1] = '9';
}

static void fit_ip(char *value)
{
	(void)value;
}

/* ---- kinds ----------------------------------------------------------------------------------- */

#define MONTHS "January|February|March|April|May|June|July|August|September|October|November|December"

const kind kinds[] = {
	{ "ssn", "SSN|Social Security number|Social Security No.|SS#|SSN of the claimant|Soc. Sec. No.|social security no|S.S.N.|Social|SS No.",
	  "SSN|Social Security No.|Social Security Number|SSN/TIN|Soc. Sec.|Taxpayer ID (SSN)",
	  "###-##-####|###-##-####|###-##-####|###–##–####|###‑##‑####", "#########|### ## ####|###.##.####|###−##−####|### - ## - ####", fit_ssn, true },
	{ "itin", "ITIN|Individual Taxpayer Identification Number|ITIN No.|taxpayer ID (ITIN)", "ITIN|ITIN No.",
	  "9##-7#-####", "9##7#####|9## 7# ####", fit_itin, true },
	{ "ein", "EIN|FEIN|Employer Identification Number|Federal Tax ID|Employer ID No.|Tax ID|EIN No.", "EIN|FEIN|Tax ID|Fed. Tax ID",
	  "##-#######|##–#######", "#########|## #######", fit_ein, true },
	{ "phone", "Tel.|Phone|telephone|cell|Mobile|Fax|call|Direct dial|Office|Phone (home)", "Phone|Telephone|Cell|Home phone|Fax",
	  "(~##) ~##-####|~##-~##-####|~##.~##.####|+1 ~## ~## ####|1-~##-~##-####|(~##)~##-####|~##–~##–####|(~##) ~##-#### ext. ###|~##-~##-#### x##",
	  "~##~######|~## ~## ####|~##/~##-####", NULL, true },
	{ "email", "E-mail|email|write to|Email address", "E-mail|Email", "EMAIL", "EMAIL", NULL, true },
	{ "card", "card|Visa|credit card no.|Mastercard ending the statement, in full|card number|debit card", "Card no.|Card number|Card",
	  "4### #### #### ####|4###-####-####-####|5412############|4###############|37## ###### #####", "5### #### #### ####|6011 #### #### ####", fit_luhn, true },
	{ "routing", "routing number|Routing No.|ABA|RTN|ABA routing|transit number", "Routing|ABA no.|RTN",
	  "#########", "#########|#### #### #", fit_aba, true },
	{ "account", "account no.|Account number|Acct. No.|checking account|a/c|savings account number|Acct|brokerage account|Account #|loan number",
	  "Account|Acct. no.|Account number", "", "##########|########|######-####|#### #### ####|000########|###-######-#|@@########", NULL, true },
	{ "iban", "IBAN|iban|IBAN no.", "IBAN", "DE## #### #### #### #### ##|DE####################|FR## #### #### #### #### #### ###|GB##BARC##############",
	  "NL##RABO##########|ES## #### #### #### #### ####", fit_iban, false },
	{ "passport", "passport no.|Passport number|U.S. passport|Passport|holder of passport", "Passport|Passport no.", "", "#########|@########|@@#######", NULL, true },
	{ "driver-license", "driver's license|Driver License No.|DL|driver’s license number|DL#|Drivers License|operator's license|CDL no.",
	  "DL no.|Driver license|Driver's license", "", "@#######|@########|########|#########|@###-####-####|###-##-####|@##-##-####|@###-###-##-###-#", NULL, true },
	{ "mrn", "MRN|Medical Record No.|medical record number|Patient ID|Chart no.|Med. Rec. #|Hospital No.", "MRN|Med. rec. no.|Patient ID",
	  "", "########|#######|@#######|##-##-##|M-######|###-##-##", NULL, true },
	{ "bar-number", "State Bar No.|SBN|Bar No.|Attorney Reg. No.|ARDC No.|Bar Number|WSBA No.|Bar ID", "Bar no.|Bar number", "", "######|#####|#######", NULL, true },
	{ "docket", "Case No.|Docket No.|Civil Action No.|No.|Cause No.|Case Number|in case no.", "Case no.|Docket",
	  "#:2#-cv-#####|2#-cv-0####-@@@|#:1#-cr-00###-@@@-@@@|2#-mj-###|2#-bk-#####", "20##-@@-######|2#-####|20##CV######|CV-20##-####|2#@@#####", NULL, true },
	{ "alien", "A-Number|alien number|Alien Registration No.|USCIS No.|A#|alien file|Alien No.", "A-Number|Alien no.", "A###-###-###|A-#########|A### ### ###",
	  "A########|#########|A#########|###-###-###", NULL, true },
	{ "inmate", "Inmate No.|Reg. No.|inmate number|prisoner no.|BOP No.|Booking No.|TDCJ No.|Offender ID", "Inmate no.|Reg. no.", "", "#####-0##|@#####|########|##@####", NULL, true },
	{ "fbi", "FBI No.|FBI number|FBI #|UCN|FBI/UCN", "FBI no.", "", "######@@#|#########|######@#|*####*###", NULL, true },
	{ "dob", "DOB|Date of Birth|born|D.O.B.|date of birth|born on|Birth date|Birthdate|DOB of the minor", "DOB|Date of birth|Birth date",
	  "", "##/##/####|##-##-####|#/##/##|DATE|DATE|EURODATE|####-##-##|##.##.####", fit_day, true },
	{ "npi", "NPI|NPI No.|NPI number|National Provider Identifier|NPI #|Rendering provider NPI", "NPI|NPI no.|Provider NPI", "", "1#########", fit_npi, true },
	{ "dea", "DEA|DEA No.|DEA number|DEA #|DEA registration", "DEA|DEA no.", "B@#######|M@#######", "F@#######|A@#######", fit_dea, true },
	{ "mbi", "Medicare number|MBI|Medicare No.|Medicare ID|beneficiary identifier", "MBI|Medicare no.", "~C*#-HE#-KR##|~F##GT#WY##", "~A8#-AA#-PX##", NULL, true },
	{ "vin", "VIN|vehicle identification number|VIN No.|V.I.N.|Vehicle ID", "VIN", "JH4KA#660MC######|1FTFW1ET#DF######|5YJSA1E2#KF######", "WBAVA############", fit_vin, true },
	{ "plate", "license plate|plate no.|License plate number|plates", "Plate|Plate no.", "", "#@@@###|@@@-####|@@@ ####|###-@@@", NULL, true },
	{ "ip", "IP address|IP|from the host|server", "IP address|IP", "1##.20#.1#.##|10.##.1##.#|172.1#.##.24#|2600:1f1#:4b2:e0##::#", "1##.1#.21#.1##", fit_ip, true },
	{ "mac", "MAC address|MAC|hardware address", "MAC", "a4:5e:60:c#:d#:#e|3C-22-FB-#A-9#-E#", "f0d1.a9#b.4#ce", NULL, true },
	{ "url", "web site|site|at|see", "Site", "https://portal.halvorsen-clinic.com/p/######|www.kestrelfreight.net/claims|http://files.example.net/a/?id=####", "https://x.co/@@##", NULL, true },
	{ "address", "residing at|lives at|address|Address|mailing address|of", "Address|Street", "STREET", "STREET", NULL, true },
	{ "zip", "ZIP|in|ZIP code", "ZIP", "CO 80###|Ohio 43###|TX 77###-####|MN 55###", "WI 53###", NULL, true },
	{ "uk-nino", "NINO|National Insurance number|NI No.", "NI number", "JK ## ## ## C|SH######A|WM######B", "PR ## ## ## D", NULL, false },
	{ "uk-nhs", "NHS number|NHS No.", "NHS no.", "### ### ####", "##########|###-###-####", fit_nhs, false },
	{ "ca-sin", "SIN|Social Insurance Number|social insurance no.", "SIN", "7## ### ###|5##-###-###", "6########", fit_luhn, false },
	{ "es-dni", "DNI|NIE|NIF|D.N.I.", "DNI", "########X|X#######X|########-X", "########X", fit_dni, false },
	{ "pl-pesel", "PESEL|nr PESEL|numer PESEL", "PESEL", "###########", "###########", fit_pesel, false },
};
const size_t nkinds = sizeof kinds / sizeof *kinds;

static void put_street(dice *d, buf *out)
{
	static const char names[] = "Juniper|Larkspur|Quarry|Tamarack|Saltmarsh|Foundry|Wexford|Blue Heron|Old Stage|Chestnut Ridge|Martin Luther King|St. Clair|9th|22nd|W. Sycamore|North Alder|Sgt. Prentiss";
	static const char suffixes[] = "Street|St.|Avenue|Ave|Lane|Ln.|Drive|Dr.|Court|Ct.|Place|Terrace|Circle|Way|Road|Rd.|Boulevard|Blvd.|Parkway|Trail|Highway";
	static const char towns[] = "Duluth, MN 558##|Pueblo, CO 810##|Macon, Georgia 312##|Toledo, OH 436##|El Paso, TX 799##|Eau Claire, WI 547##";

	if (roll(d, 10) == 0) {
		shape_put(d, out, pick(d, "P.O. Box ####|PO Box ###|Post Office Box ##|PSC ###, Box ####, APO AE 09###"));
		return;
	}
	shape_put(d, out, pick(d, "#~|##~|~###|1#~##|~##"));
	buf_byte(out, ' ');
	buf_str(out, pick(d, names));
	buf_byte(out, ' ');
	buf_str(out, pick(d, suffixes));
	if (roll(d, 3) == 0) {
		buf_z(out, ", ");
		shape_put(d, out, pick(d, "Apt. #@|Unit ##|Suite ~##|No. #|Apt ~"));
	}
	if (roll(d, 2)) {
		buf_z(out, ", ");
		shape_put(d, out, pick(d, towns));
	}
}

static void put_shape_of(dice *d, buf *out, str shape)
{
	if (str_is(shape, "EMAIL")) {
		buf_str(out, pick(d, "r|ines|dmitri.v|lupe_s|t-bakshi|office|h.okafor"));
		buf_str(out, pick(d, "|22|.vance|.brandt|kirsch"));
		buf_byte(out, '@');
		buf_str(out, pick(d, "halvorsen-clinic.com|kestrelfreight.net|law.example.org|mail.example.co.uk|usdoj.example.gov"));
	} else if (str_is(shape, "STREET")) {
		put_street(d, out);
	} else if (str_is(shape, "DATE")) {
		buf_str(out, pick(d, MONTHS "|Sept.|Oct.|Jan."));
		buf_fmt(out, " %u, 19%02u", 1 + roll(d, 28), 30 + roll(d, 69));
	} else if (str_is(shape, "EURODATE")) {
		buf_fmt(out, "%u ", 1 + roll(d, 28));
		buf_str(out, pick(d, MONTHS));
		buf_fmt(out, " 19%02u", 30 + roll(d, 69));
	} else {
		shape_put(d, out, shape);
	}
}

void value_put(dice *d, buf *out, const kind *of, bool cued)
{
	size_t beg = out->n;
	str shape = pick(d, cued && (!*of->alone || roll(d, 2)) ? of->cued : of->alone);

	put_shape_of(d, out, shape);
	bool words = str_is(shape, "DATE") || str_is(shape, "EURODATE");
	if (of->fit && !words && (!cued || roll(d, 10)))
		of->fit(out->p + beg);
}
