#include "patterns/checks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void passes(const char *name, const char *value)
{
	const check_rule *check = checks_lookup(str_of(name));
	assert_non_null(check);
	if (!check->passes(str_of(value)))
		fail_msg("%s does not pass %s", value, name);
}

static void fails(const char *name, const char *value)
{
	const check_rule *check = checks_lookup(str_of(name));
	assert_non_null(check);
	if (check->passes(str_of(value)))
		fail_msg("%s passes %s", value, name);
}

static void an_unknown_check_is_none(void **state)
{
	(void)state;
	assert_null(checks_lookup(STR("luhn2")));
	assert_null(checks_lookup(STR("")));
}

static void no_check_passes_nothing(void **state)
{
	(void)state;
	for (const check_rule *c = checks_table; c->name; c++)
		assert_false(c->passes(STR("")));
}

static void no_check_minds_very_long_values(void **state)
{
	(void)state;
	arena *mem = arena_new();
	char *p = arena_alloc(mem, 100000);
	for (const char *with = "1 a:."; *with; with++) {
		for (size_t i = 0; i < 100000; i++)
			p[i] = *with;
		for (const check_rule *c = checks_table; c->name; c++)
			assert_false(c->passes((str){ p, 100000 }));
	}
	arena_drop(mem);
}

static void luhn_needs_its_last_digit(void **state)
{
	(void)state;
	passes("luhn", "79927398713");
	fails("luhn", "79927398710");
	fails("luhn", "0");
}

static void cards_are_luhn_and_begin_as_networks_do(void **state)
{
	(void)state;
	passes("card", "4111111111111111");
	passes("card", "3782 822463 10005");
	passes("card", "6011-1111-1111-1117");
	fails("card", "4111111111111112");
	fails("card", "0000000000000000");
	fails("card", "411111111111");
	fails("card", "41111111111111111111");
}

static void routing_numbers_weigh_3_7_1(void **state)
{
	(void)state;
	passes("aba", "021000021");
	passes("aba", "0210-0002-1");
	passes("aba", "322271627");
	fails("aba", "021000022");
	fails("aba", "000000000");
	fails("aba", "990000007");
}

static void ibans_have_their_country_s_length(void **state)
{
	(void)state;
	passes("iban", "GB29 NWBK 6016 1331 9268 19");
	passes("iban", "de89370400440532013000");
	passes("iban", "NO9386011117947");
	passes("iban", "MT84MALT011000012345MTLCAST001S");
	fails("iban", "GB29NWBK60161331926818");
	fails("iban", "GB29NWBK6016133192681");
	fails("iban", "ZZ29NWBK60161331926819");
}

static void social_security_numbers_lie_in_issued_ranges(void **state)
{
	(void)state;
	passes("ssn", "536-90-4399");
	fails("ssn", "000-90-4399");
	fails("ssn", "666-90-4399");
	fails("ssn", "900-90-4399");
	fails("ssn", "536-00-4399");
	fails("ssn", "536-90-0000");
	fails("ssn", "536-90-439");
}

static void taxpayer_numbers_have_their_groups(void **state)
{
	(void)state;
	passes("itin", "912-70-1234");
	passes("itin", "999-99-1234");
	fails("itin", "912-49-1234");
	fails("itin", "912-89-1234");
	fails("itin", "912-93-1234");
	fails("itin", "812-70-1234");
}

static void employer_numbers_name_a_campus(void **state)
{
	(void)state;
	passes("ein", "91-1144442");
	passes("ein", "01-1144442");
	fails("ein", "07-1144442");
	fails("ein", "89-1144442");
	fails("ein", "91-114444");
}

static void telephones_can_be_dialled(void **state)
{
	(void)state;
	passes("nanp", "(202) 555-0143");
	passes("nanp", "+1 202 555 0143");
	passes("nanp", "202-555-0143 ext. 1234");
	fails("nanp", "102-555-0143");
	fails("nanp", "202-155-0143");
	fails("nanp", "911-555-0143");
	fails("nanp", "555-0143");
}

static void dates_stand_in_a_calendar(void **state)
{
	(void)state;
	passes("date", "03/14/1962");
	passes("date", "14.03.1962");
	passes("date", "1962-03-14");
	passes("date", "3-14-62");
	passes("date", "March 14, 1962");
	passes("date", "14th of Mar. 62");
	passes("date", "02/29/2000");
	fails("date", "02/29/1900");
	fails("date", "13/32/1962");
	fails("date", "March 32, 1962");
	fails("date", "1962");
}

static void addresses_are_those_of_the_internet(void **state)
{
	(void)state;
	passes("ip", "192.0.2.17");
	passes("ip", "0.0.0.0");
	fails("ip", "256.0.0.1");
	fails("ip", "1.2.3");
	fails("ip", "1.2.3.4.5");
	fails("ip", "01.2.3.4");
	fails("ip", "1..3.4");
	passes("ip", "2001:db8::1");
	passes("ip", "::1");
	passes("ip", "1::");
	passes("ip", "1:2:3:4:5:6:7:8");
	passes("ip", "::ffff:192.0.2.17");
	passes("ip", "1:2:3:4:5:6:1.2.3.4");
	fails("ip", "1:2:3:4:5:6:7");
	fails("ip", "1:2:3:4:5:6:7:8:9");
	fails("ip", "1::2::3");
	fails("ip", "12345::");
	fails("ip", "1:2:3:4:5:6:7:");
	fails("ip", ":1:2:3:4:5:6:7");
	fails("ip", "::ffff:300.0.2.17");
	fails("ip", "12:30:45");
}

static void providers_have_their_check_digits(void **state)
{
	(void)state;
	passes("npi", "1234567893");
	fails("npi", "1234567890");
	fails("npi", "123456789");
	passes("dea", "AB1234563");
	fails("dea", "AB1234564");
	fails("dea", "ABC123456");
}

static void vehicles_have_their_ninth_place(void **state)
{
	(void)state;
	passes("vin", "1M8GDM9AXKP042788");
	passes("vin", "11111111111111111");
	fails("vin", "1M8GDM9A1KP042788");
	fails("vin", "1M8GDM9AXKP04278");
	fails("vin", "IM8GDM9AXKP042788");
}

static void licences_are_written_as_some_state_does(void **state)
{
	(void)state;
	passes("license", "D1234567");
	passes("license", "D123-456-78-901-0");
	passes("license", "12ABC12345");
	passes("license", "WDLABCD456DG");
	passes("license", "A1234 56789 01234");
	fails("license", "12345");
	fails("license", "ABCD");
	fails("license", "D12345678901234567890");
}

static void other_countries_reckon_each_in_their_way(void **state)
{
	(void)state;
	passes("nhs", "943 476 5870");
	fails("nhs", "943 476 5871");
	passes("tfn", "123 456 782");
	fails("tfn", "123 456 783");
	passes("steuer-id", "86 095 742 719");
	fails("steuer-id", "86 095 742 718");
	fails("steuer-id", "12 345 678 903"); /* no digit twice */
	passes("nir", "1 85 05 78 006 084 91");
	passes("nir", "2 69 05 2A 588 157 17");
	fails("nir", "1 85 05 78 006 084 92");
	passes("dni", "12345678Z");
	passes("dni", "X1234567L");
	fails("dni", "12345678A");
	passes("pesel", "44051401359");
	fails("pesel", "44051401358");
	fails("pesel", "44991401353"); /* no month */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unknown_check_is_none),
		cmocka_unit_test(no_check_passes_nothing),
		cmocka_unit_test(no_check_minds_very_long_values),
		cmocka_unit_test(luhn_needs_its_last_digit),
		cmocka_unit_test(cards_are_luhn_and_begin_as_networks_do),
		cmocka_unit_test(routing_numbers_weigh_3_7_1),
		cmocka_unit_test(ibans_have_their_country_s_length),
		cmocka_unit_test(social_security_numbers_lie_in_issued_ranges),
		cmocka_unit_test(taxpayer_numbers_have_their_groups),
		cmocka_unit_test(employer_numbers_name_a_campus),
		cmocka_unit_test(telephones_can_be_dialled),
		cmocka_unit_test(dates_stand_in_a_calendar),
		cmocka_unit_test(addresses_are_those_of_the_internet),
		cmocka_unit_test(providers_have_their_check_digits),
		cmocka_unit_test(vehicles_have_their_ninth_place),
		cmocka_unit_test(licences_are_written_as_some_state_does),
		cmocka_unit_test(other_countries_reckon_each_in_their_way),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
