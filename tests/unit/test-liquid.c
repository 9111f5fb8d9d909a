/* SPDX-License-Identifier: MIT */
#include "test-liquid.h"

#include <stdio.h>
#include <time.h>

/* What product files hold today, with values in the place of placeholders. */
START_TEST(test_forms_that_occur) {
	static const LiquidCase cases[] = {
		{ "https://x/{{'1.2.3'|replace:'.','-'}}.html", "https://x/1-2-3.html" },
		{ "{{\"__LATEST__\"}}", "__LATEST__" },
		{ "{{ '1.2.3' | split:'.' | slice:0,2 | join:'.' }}", "1.2" },
		{ "{{'1.2.3'|split:'.'|pop|join:'.'}}", "1.2" },
		{ "{{'a-b-c'|split:'-'|pop|join:'/'}}", "a/b" },
		{ "{{'2021.3.5f1'|split:'f'|first}}", "2021.3.5" },
		{ "{{'cos-129'|split:'-'|last}}", "129" },
		{ "{{'5.4 beta'|split:' '|first}}", "5.4" },
		{ "{{'4.3.0'|drop_zero_patch}}", "4.3" },
		{ "{{'4.3.1' | drop_zero_patch}}", "4.3.1" },
		{ "{{ \"2503.1.1\"|replace_first:'.','' }}", "25031.1" },
		{ "{{'Nord-CE'|downcase}}", "nord-ce" },
		{ "{{\"15.3\"|replace:\".\",\"-SP\"|replace:\"-SP0\",\"\"}}", "15-SP3" },
		{ "{{\"15.0\"|replace:\".\",\"-SP\"|replace:\"-SP0\",\"\"}}", "15" },
		/* a colon for a comma, a quote too many, a number, spaces */
		{ "SQUID_{{'7.6'|replace:'.':'_'}}", "SQUID_7_6" },
		{ "vc{{'11.0' | replace: '.','''}}/", "vc110/" },
		{ "{{5}}.x", "5.x" },
		{ "{{5.10}}.x", "5.1.x" },
		{ "{{ '3.2' | replace:'.', '-' }}", "3-2" },
		{ "{{'5.0.0'}}", "5.0.0" },
		{ "{% if '' != '' %} (){% endif %}", "" },
		{ "4{% if 'Four' != '' %} (Four){% endif %}", "4 (Four)" },
		{ "{% if '4.5.0'!='4.5.0' %}/4.5.0{% endif %}", "" },
		{ "{% if '4.5.0'!='4.5.2' %}/4.5.2{% endif %}", "/4.5.2" },
		{ "7.0{%if r.codename %} ({{r.codename}}){%endif%}", "7.0" },
		{ "{% assign M = \"29.1\" | split:\".\" |first| plus:0 %}"
		  "{% if M >= 27 %}{{M}}{%else%}29.1{%endif%}/#",
			"29/#" },
		{ "{% assign M = \"26.1\" | split:\".\" |first| plus:0 %}"
		  "{% if M >= 27 %}{{M}}{%else%}26.1{%endif%}/#",
			"26.1/#" },
		{ "no liquid { } % }} %} here", "no liquid { } % }} %} here" },
		{ "", "" },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

START_TEST(test_output_shows_each_kind) {
	static const LiquidCase cases[] = {
		{ "{{}}{{ }}{{nil}}{{null}}{{empty}}{{nobody}}{{a.b.c}}", "" },
		{ "{{true}} {{false}} {{-5}}", "true false5" },
		{ "{{ -5 }} {{ 007 }} {{ 1.50 }} {{ 2.0 }} {{ 1.2.3 }} {{ 5. }}",
			"-5 7 1.5 2.0 1.2 5.0" },
		{ "{{ -0.5 }} {{ 0.0001 }} {{ 9223372036854775807 }}",
			"-0.5 0.0001 9223372036854775807" },
		{ "{{ 'a.b' | split: '.' }}", "ab" },
		{ "{{ 'it is \"so\"' }}{{ \"it's\" }}", "it is \"so\"it's" },
		{ "{% assign l = 'a.b' | split: '.' %}{{l.first}}{{l.last}}{{l.size}}{{l.foo}}",
			"ab2" },
		{ "{% assign s = '\303\251a' %}{{s.size}}{{s.foo}}{{s}}", "2\303\251a" },
		{ "{{ }}}", "}" },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

START_TEST(test_tags) {
	static const LiquidCase cases[] = {
		{ "{% if true %}a{% else %}b{% endif %}", "a" },
		{ "{%if nil%}a{%elsif 1==2%}b{%elsif 2==2%}c{%elsif true%}d{%else%}e{%endif%}",
			"c" },
		{ "{%unless nil%}a{%else%}b{%endunless%}{%unless 1%}a{%else%}b{%endunless%}",
			"ab" },
		{ "{%unless 1%}a{%elsif 1%}b{%endunless%}", "b" },
		{ "{% if '' %}a text is true, even an empty one{% endif %}",
			"a text is true, even an empty one" },
		{ "{% if 1 %}{% if nil %}a{% else %}b{% endif %}c{% endif %}", "bc" },
		{ "{% if nil %}{% if 1 %}a{% else %}b{% endif %}c{% else %}d{% endif %}", "d" },
		/* what stands behind an else is allowed and never shows */
		{ "{% if nil %}a{% else x %}b{% else %}c{% elsif 1 %}d{% endif y %}", "b" },
		{ "{%assign a='1'%}{%assign a='2'%}{%assign b=a%}{{b}}{%assign a=%}{{a}}", "2" },
		{ "{%if nil%}{%assign a='1'%}{%endif%}{{a}}", "" },
		{ "{% assign my-name = 'x' %}{{ my-name }}", "x" },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

START_TEST(test_white_space_control) {
	static const LiquidCase cases[] = {
		{ "a {{- 'b' -}} c", "abc" },
		{ "a {{- 'b' }} c", "ab c" },
		{ "a \n{%- if true -%}\t b {%- endif -%} c", "abc" },
		{ "a {%- assign x = 1 -%} b", "ab" },
		{ "a {{-}} b", "ab" },
		{ " {{'b'-}}{{'c'}} d", " bc d" },
		/* parts that hold nothing but white space and assigns show nothing at all */
		{ "a{% if true %} {% assign x = 1 %} {% endif %}b", "ab" },
		{ "a{% if true %} {% if true %} {% endif %} {% endif %}b", "ab" },
		{ "a{% if true %} {% else %}b{% endif %}c", "a c" },
		{ "a{% if true %} {% if nil %}x{% endif %} {% endif %}b", "a  b" },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

START_TEST(test_broken_templates_are_doubts) {
	static const LiquidCase cases[] = {
		{ "ab{{ 'x'", NULL, "{{ that is not closed", 2 },
		{ "ab{{ 'x' }", NULL, "{{ that is not closed", 2 },
		{ "{{", NULL, "not closed", 0 },
		{ "{{ 'a}b' }}", NULL, "{{ that is not closed", 0 },
		{ "ab{% if true", NULL, "{% that is not closed", 2 },
		{ "{%", NULL, "not closed", 0 },
		{ "{%}", NULL, "not closed", 0 },
		{ "{%%}", NULL, "without a name", 2 },
		{ "{%-%}", NULL, "without a name", -1 },
		{ "a{% if true %}b", NULL, "never ended", 4 },
		{ "{% endif %}", NULL, "nothing is open for endif", 3 },
		{ "{% if 1 %}{% endunless %}{% endif %}", NULL, "for endunless", 13 },
		{ "{% unless 1 %}{% endif %}", NULL, "for endif", -1 },
		{ "{% else %}", NULL, "else without an if", 3 },
		{ "{% elsif 1 %}", NULL, "elsif without an if", 3 },
		{ "{% for x in y %}{% endfor %}", NULL, "unknown tag for", 3 },
		{ "{% raw %}{{ x }}{% endraw %}", NULL, "unknown tag raw", 3 },
		{ "{% Xy\033[31m %}", NULL, "unknown tag Xy", 3 },
		{ "{% assign %}", NULL, "assign needs", -1 },
		{ "{% assign x %}", NULL, "assign needs", -1 },
		{ "{% assign x.y = 1 %}", NULL, "assign needs", -1 },
		{ "{% assign x == 1 %}", NULL, "unexpected", -1 },
		/* also where nothing is rendered */
		{ "{% if nil %}{{ 'a' | nope }}{% endif %}", NULL, "unknown filter nope", 21 },
		{ "{% if true %}{% else %}{{ 'a }}{% endif %}", NULL, "a quote is not closed", 26 },
		{ "\303\050 {{ 1 }}", NULL, "not UTF-8", 0 },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

/* A doubt's sentence goes to logs and terminals. */
START_TEST(test_doubts_quote_nothing_dangerous) {
	static const char text[] = "{{ 'a' | x }}{{ \033[31m\n\302\233"
				   "0123456789012345678901234567890123456789 }}";
	LiquidDoubt doubt;

	ck_assert_int_eq(liquid_check(text + 13, sizeof(text) - 14, &doubt), -EINVAL);
	for (const char *c = doubt.message; *c; c++)
		ck_assert(*c >= ' ' && *c <= '~');
	ck_assert_ptr_nonnull(strstr(doubt.message, "..."));
	/* nobody has to listen */
	ck_assert_int_eq(liquid_check(text, sizeof(text) - 1, NULL), -EINVAL);
}
END_TEST

START_TEST(test_a_nul_byte_is_a_doubt) {
	_cleanup_(strbuf_deinit) StrBuf out = STRBUF_INIT;
	LiquidDoubt doubt;

	ck_assert_int_eq(liquid_render("{{1}}\0", 6, &out, &doubt), -EINVAL);
	ck_assert_uint_eq(doubt.offset, 5);
}
END_TEST

/* Placeholders are still there, and values are not looked at. */
START_TEST(test_check_reads_templates_as_they_stand_in_files) {
	static const char *const right[] = {
		"{{__RELEASE_CYCLE__}}.x",
		"__RELEASE_CYCLE__{% if '__CODENAME__' != '' %} (__CODENAME__){% endif %}",
		"{% assign M = \"__RELEASE_CYCLE__\"|split:\".\"|first|plus:0 %}{{M}}",
		"{% if 'a' > 1 %}{% endif %}{{ 'a' | first | slice: 'x' }}",
	};

	for (size_t i = 0; i < ELEMENTSOF(right); i++)
		ck_assert_int_eq(liquid_check(right[i], strlen(right[i]), NULL), 0);
	ck_assert_int_eq(liquid_check("{{ 'x' | nope }}", 16, NULL), -EINVAL);
	ck_assert_int_eq(liquid_check("{{ 'x' | split }}", 17, NULL), -EINVAL);
}
END_TEST

START_TEST(test_what_needs_liquid) {
	ck_assert(liquid_is_needed("a{{", 3));
	ck_assert(liquid_is_needed("{{{", 3));
	ck_assert(liquid_is_needed("{ {%", 4));
	ck_assert(!liquid_is_needed("a{b}{", 5));
	ck_assert(!liquid_is_needed("{{", 1));
	ck_assert(!liquid_is_needed(NULL, 0));
}
END_TEST

/* ---- bounds ---------------------------------------------------------------------------------- */

/* Renders head, then n times body, then tail. Returns its result; fails when it takes long. */
static int render_repeated(const char *head, const char *body, size_t n, const char *tail,
	StrBuf *out, LiquidDoubt *doubt) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	struct timespec start, end;

	(void)strbuf_append_str(&text, head);
	for (size_t i = 0; i < n; i++)
		(void)strbuf_append_str(&text, body);
	(void)strbuf_append_str(&text, tail);
	ck_assert_int_eq(strbuf_error(&text), 0);

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
	int r = liquid_render(strbuf_cstr(&text), text.len, out, doubt);
	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);

	double ms = (double)(end.tv_sec - start.tv_sec) * 1e3 +
		    (double)(end.tv_nsec - start.tv_nsec) / 1e6;
	/* about 1 ms where it was measured; sanitizers and emulators are slower */
	ck_assert_msg(ms < 250, "%s ... took %.1f ms", body, ms);
	return r;
}

START_TEST(test_sizes_are_bounded) {
	_cleanup_(strbuf_deinit) StrBuf out = STRBUF_INIT;
	LiquidDoubt doubt;

	/* as much as is allowed, and one more: input, output, nesting, variables, items */
	ck_assert_int_eq(render_repeated("", "x", LIQUID_TEXT_MAX, "", &out, &doubt), 0);
	ck_assert_uint_eq(out.len, LIQUID_TEXT_MAX);
	ck_assert_int_eq(render_repeated("", "x", LIQUID_TEXT_MAX + 1, "", &out, &doubt), -E2BIG);

	strbuf_clear(&out);
	ck_assert_int_eq(
		render_repeated("{%assign x='", "x", 8192, "'%}{{x}}{{x}}", &out, &doubt), 0);
	ck_assert_uint_eq(out.len, LIQUID_TEXT_MAX);
	ck_assert_int_eq(
		render_repeated("{%assign x='", "x", 8192, "'%}{{x}}{{x}}.", &out, &doubt), -E2BIG);
	ck_assert_uint_eq(out.len, LIQUID_TEXT_MAX);
	ck_assert_ptr_nonnull(strstr(doubt.message, "output"));

	strbuf_clear(&out);
	ck_assert_int_eq(
		render_repeated("{{'", "x.", 1023, "x'|split:'.'|size}}", &out, &doubt), 0);
	ck_assert_str_eq(strbuf_cstr(&out), "1024");
	ck_assert_int_eq(
		render_repeated("{{'", "x.", 1024, "x'|split:'.'|size}}", &out, &doubt), -E2BIG);
	ck_assert_ptr_nonnull(strstr(doubt.message, "1024 items"));
}
END_TEST

START_TEST(test_nesting_is_bounded) {
	_cleanup_(strbuf_deinit) StrBuf out = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	LiquidDoubt doubt;

	ck_assert_int_eq(
		render_repeated("", "{%if 1%}", LIQUID_NESTING_MAX + 1, "", &out, &doubt), -E2BIG);
	for (size_t i = 0; i < LIQUID_NESTING_MAX; i++)
		ck_assert_int_eq(strbuf_append_str(&text, "{%if 1%}"), 0);
	ck_assert_int_eq(strbuf_append_str(&text, "deep"), 0);
	ck_assert_int_eq(render_repeated(strbuf_cstr(&text), "{%endif%}", LIQUID_NESTING_MAX, "",
				 &out, &doubt),
		0);
	ck_assert_str_eq(strbuf_cstr(&out), "deep");
}
END_TEST

START_TEST(test_variables_are_bounded) {
	_cleanup_(strbuf_deinit) StrBuf out = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	LiquidDoubt doubt;

	for (size_t i = 0; i < LIQUID_VARIABLES_MAX; i++)
		ck_assert_int_eq(strbuf_printf(&text, "{%%assign v%zu=%zu%%}", i, i), 0);
	ck_assert_int_eq(render_repeated(strbuf_cstr(&text), "{{v15}}", 1, "", &out, &doubt), 0);
	ck_assert_str_eq(strbuf_cstr(&out), "15");
	/* one of them again is no more */
	ck_assert_int_eq(
		render_repeated(strbuf_cstr(&text), "{%assign v3=1%}", 9, "", &out, &doubt), 0);
	ck_assert_int_eq(
		render_repeated(strbuf_cstr(&text), "{%assign w=1%}", 1, "", &out, &doubt), -E2BIG);
}
END_TEST

/* Small templates that want to be large. */
START_TEST(test_work_is_bounded) {
	static const struct {
		const char *head, *body;
		size_t n;
		const char *tail;
		int r;
	} cases[] = {
		{ "{{'aaaaaaaaaaaaaaaa'", "|replace:'a','aaaaaaaaaaaaaaaa'", 9, "}}", -E2BIG },
		{ "{{'aaaaaaaaaaaaaaaa'", "|replace:'','aaaaaaaaaaaaaaaa'", 9, "}}", -E2BIG },
		{ "{{'aaaaaaaaaaaaaaaa'|replace:'a','aaaaaaaaaaaaaaaa'|replace:'a','aaaaaaaa'",
			"|upcase", 2000, "}}", -E2BIG },
		{ "{{'aaaaaaaaaaaaaaaa'|replace:'a','aaaaaaaaaaaaaaaa'|replace:'a','aaaaaaaa'",
			"|size|append:''", 900, "}}", 0 },
		{ "{%assign "
		  "x='aaaaaaaaaaaaaaaa'|replace:'a','aaaaaaaaaaaaaaaa'|replace:'a','aaaa'%}",
			"{%if x contains 'b'%}{%endif%}", 500, "", -E2BIG },
		{ "{%assign x='a'%}{%if ", "x and ", 2000, "x%}{%endif%}", 0 },
		{ "{{'a'", "|append:'b'", 1400, "}}", -E2BIG },
		{ "", "{{'a'|append:'b'}}", 900, "", 0 },
		{ "{{", "'", 16000, "}}", -EINVAL },
		{ "{{ 'a' | replace:", "\"' ", 5000, "}}", -EINVAL },
		{ "", "{", 16000, "", -EINVAL },
		{ "{{", ":", 16000, "}}", -EINVAL },
		{ "{{'a'", "|", 16000, "}}", 0 },
		{ "", "{{1", 5000, "", -EINVAL },
	};

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(strbuf_deinit) StrBuf out = STRBUF_INIT;
		LiquidDoubt doubt = { 0 };
		int r = render_repeated(
			cases[i].head, cases[i].body, cases[i].n, cases[i].tail, &out, &doubt);

		ck_assert_msg(r == cases[i].r, "%zu: %d (%s) %zu", i, r, doubt.message, out.len);
		ck_assert_uint_le(out.len, LIQUID_TEXT_MAX);
	}
}
END_TEST

/* The buffer's own bound is the caller's matter, and reported as the buffer does. */
START_TEST(test_a_full_buffer_is_reported) {
	_cleanup_(strbuf_deinit) StrBuf out = { .max_size = 3 };
	LiquidDoubt doubt = { 0 };

	ck_assert_int_eq(liquid_render("ab{{'cd'}}", 10, &out, &doubt), -E2BIG);
	ck_assert_str_eq(strbuf_cstr(&out), "");
	ck_assert_str_eq(doubt.message, "");
}
END_TEST

TEST_MAIN("liquid", test_forms_that_occur, test_output_shows_each_kind, test_tags,
	test_white_space_control, test_broken_templates_are_doubts,
	test_doubts_quote_nothing_dangerous, test_a_nul_byte_is_a_doubt,
	test_check_reads_templates_as_they_stand_in_files, test_what_needs_liquid,
	test_sizes_are_bounded, test_nesting_is_bounded, test_variables_are_bounded,
	test_work_is_bounded, test_a_full_buffer_is_reported)
