/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "answer.h"
#include "export-data.h"
#include "manager.h"
#include "phase.h"

/*
 * One object, "eold", so that the same file serves Ansible (/etc/ansible/facts.d/eold.fact) and
 * Facter (/etc/puppetlabs/facter/facts.d/eold.json), which makes a fact of each key. Keys are in
 * lower case, as both want them. What is not known is null.
 */

typedef enum FactType {
	FACT_TEXT,
	FACT_DATE, /* null where there is none */
	FACT_FLAG,
	FACT_STATUS,
	FACT_SUPPORTED,
} FactType;

typedef struct Fact {
	const char *name;
	const char *key; /* on the bus */
	FactType type;
} Fact;

static const Fact host_facts[] = {
	{ "os_id", "OsId", FACT_TEXT },
	{ "os_version_id", "OsVersionId", FACT_TEXT },
	{ "os_pretty_name", "OsPrettyName", FACT_TEXT },
	{ "product", "ProductName", FACT_TEXT },
	{ "release", "Cycle", FACT_TEXT },
	{ "status", "Status", FACT_STATUS },
	{ "is_supported", "IsSupported", FACT_SUPPORTED },
	{ "is_eol", "IsEol", FACT_FLAG },
	{ "supported_until", "SupportedUntil", FACT_DATE },
	{ "supported_until_source", "SupportedUntilSource", FACT_TEXT },
	{ "eoas_from", "EoasFrom", FACT_DATE },
	{ "eol_from", "EolFrom", FACT_DATE },
	{ "eoes_from", "EoesFrom", FACT_DATE },
	{ "latest", "Latest", FACT_TEXT },
	{ "point_release", "PointRelease", FACT_TEXT },
	{ "superseded_on", "SupersededOn", FACT_DATE },
	{ "upgrade_link", "UpgradeLink", FACT_TEXT },
};

static const Fact release_facts[] = {
	{ "label", "Label", FACT_TEXT },
	{ "status", "Status", FACT_STATUS },
	{ "is_supported", "IsSupported", FACT_SUPPORTED },
	{ "is_eol", "IsEol", FACT_FLAG },
	{ "release_date", "ReleaseDate", FACT_DATE },
	{ "eoas_from", "EoasFrom", FACT_DATE },
	{ "eol_from", "EolFrom", FACT_DATE },
	{ "eoes_from", "EoesFrom", FACT_DATE },
	{ "discontinued_from", "DiscontinuedFrom", FACT_DATE },
	{ "latest", "Latest", FACT_TEXT },
};

static json_t *make_fact(const json_t *values, const Fact *fact) {
	CivilDay day;

	switch (fact->type) {
	case FACT_FLAG:
		return json_boolean(value_bool(values, fact->key));
	case FACT_SUPPORTED:
		return json_boolean(export_is_supported(values));
	case FACT_STATUS:
		return json_string(phase_known(value_str(values, fact->key)));
	case FACT_DATE:
		return civil_day_parse(value_str(values, fact->key), &day) < 0
			       ? json_null()
			       : json_string(value_str(values, fact->key));
	case FACT_TEXT:
	default:
		return json_string(value_str(values, fact->key));
	}
}

static json_t *make_facts(const json_t *values, const Fact *facts, size_t n) {
	json_t *object = json_object();

	for (size_t i = 0; object && i < n; i++)
		(void)json_object_set_new(object, facts[i].name, make_fact(values, &facts[i]));
	return object;
}

/* Days to a date, 0 on it, negative after it. */
static void add_days_left(json_t *facts, const char *date, CivilDay day) {
	CivilDay end;
	json_t *days = civil_day_parse(date, &end) < 0 ? json_null() : json_integer(end - day);

	(void)json_object_set_new(facts, "days_left", days);
}

static json_t *make_host(const Export *export, const json_t *host) {
	json_t *facts = make_facts(host, host_facts, ELEMENTSOF(host_facts));
	const char *path = value_str(host, "Successor");
	_cleanup_(freep) char *product = NULL, *cycle = NULL;

	add_days_left(facts, value_str(host, "SupportedUntil"), export->day);
	if (sd_bus_path_decode_many(path, EOLD_PATH_RELEASES "/%/%", &product, &cycle) <= 0)
		(void)json_object_set_new(facts, "successor", json_null());
	else
		(void)json_object_set_new(facts, "successor", json_string(cycle));
	return facts;
}

/* {"almalinux": {"9": {...}}}: addressed by name, not by place. */
static json_t *make_releases(const Export *export, const json_t *releases) {
	json_t *products = json_object(), *release;
	size_t at;

	json_array_foreach((json_t *)releases, at, release) {
		const char *name = value_str(release, "ProductName");
		json_t *facts = make_facts(release, release_facts, ELEMENTSOF(release_facts));

		if (!json_object_get(products, name))
			(void)json_object_set_new(products, name, json_object());
		add_days_left(facts, value_str(release, "EolFrom"), export->day);
		(void)json_object_set_new(
			json_object_get(products, name), value_str(release, "Name"), facts);
	}
	return products;
}

static int write_facts(Export *export) {
	_cleanup_(json_decrefp) json_t *host = NULL, *releases = NULL, *document = NULL;
	uint64_t data_usec = (uint64_t)value_int(export->manager, "DataUSec");
	char day[CIVIL_DAY_SIZE], data[CIVIL_DAY_SIZE];
	App *app = export->app;

	if (manager_get_host(app, NULL, &host) < 0 || export_releases(export, &releases) < 0)
		return VERB_FAILED;
	document = json_pack("{s{ss ss ss sb so so so}}", "eold", "version",
		value_str(export->manager, "Version"), "day", civil_day_format(export->day, day),
		"data_date", civil_day_format(civil_day_from_usec(data_usec), data), "data_stale",
		value_bool(export->manager, "DataStale"), "host", make_host(export, host),
		"releases", make_releases(export, releases), "unmatched", export_unmatched(export));
	if (app->json == JSON_OFF)
		app->json = JSON_PRETTY;
	return answer_json(app, document);
}

const ExportFormat export_facts = {
	.name = "facts",
	.is_json = true,
	.write = write_facts,
};
