/* SPDX-License-Identifier: MIT */
#include "bus-client.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "complain.h"
#include "translate.h"

/* How long one waits who does not want to disturb. */
#define SHY_USEC UINT64_C(1000000)

/* ---- connecting --------------------------------------------------------------------------- */

static int open_address(const char *address, sd_bus **ret) {
	sd_bus *bus = NULL;
	int r = sd_bus_new(&bus);

	if (r >= 0)
		r = sd_bus_set_address(bus, address);
	if (r >= 0)
		r = sd_bus_set_bus_client(bus, true);
	if (r >= 0)
		r = sd_bus_negotiate_fds(bus, true);
	if (r >= 0)
		r = sd_bus_start(bus);
	if (r < 0) {
		sd_bus_unref(bus);
		return r;
	}
	*ret = bus;
	return 0;
}

static int open_bus(const Args *args, sd_bus **ret) {
	if (args->host)
		return sd_bus_open_system_remote(ret, args->host);
	if (args->machine)
		return sd_bus_open_system_machine(ret, args->machine);
	if (strcmp(args->bus, "system") == 0)
		return sd_bus_open_system(ret);
	if (strcmp(args->bus, "session") == 0)
		return sd_bus_open_user(ret);
	return open_address(args->bus, ret);
}

static void explain_open(const Args *args, int r, StrBuf *why) {
	if (args->host)
		(void)strbuf_printf(
			why, _("Cannot reach the bus of host %s: %s."), args->host, strerror(-r));
	else if (args->machine && r == -EHOSTDOWN)
		(void)strbuf_printf(why, _("There is no container %s that runs."), args->machine);
	else if (args->machine)
		(void)strbuf_printf(why, _("Cannot reach the bus of container %s: %s."),
			args->machine, strerror(-r));
	else if (r == -ENOMEDIUM)
		(void)strbuf_append_str(
			why, _("There is no session bus here: DBUS_SESSION_BUS_ADDRESS and "
			       "XDG_RUNTIME_DIR lead to none."));
	else if (r == -ENOENT || r == -ECONNREFUSED)
		(void)strbuf_printf(why, _("There is no message bus to ask (%s): %s."), args->bus,
			strerror(-r));
	else
		(void)strbuf_printf(why, _("Cannot connect to the message bus (%s): %s."),
			args->bus, strerror(-r));
}

int bus_client_open(BusClient *client) {
	int r;

	if (client->bus)
		return 0;
	client->remote = client->args->host || client->args->machine;
	r = open_bus(client->args, &client->bus);
	if (r < 0) {
		client->bus = NULL;
		return r;
	}
	(void)sd_bus_set_allow_interactive_authorization(
		client->bus, !client->shy && !args_has(client->args, OPTION_NO_ASK_PASSWORD));
	if (client->shy)
		(void)sd_bus_set_method_call_timeout(client->bus, SHY_USEC);
	return 0;
}

void bus_client_close(BusClient *client) {
	client->bus = sd_bus_flush_close_unref(client->bus);
}

/* ---- telling ------------------------------------------------------------------------------ */

static bool is_any(const sd_bus_error *error, const char *const names[]) {
	for (; *names; names++)
		if (sd_bus_error_has_name(error, *names))
			return true;
	return false;
}

bool bus_error_is_missing_member(const sd_bus_error *error) {
	static const char *const names[] = { SD_BUS_ERROR_UNKNOWN_METHOD,
		SD_BUS_ERROR_UNKNOWN_PROPERTY, SD_BUS_ERROR_UNKNOWN_INTERFACE, NULL };

	return is_any(error, names);
}

static void explain_not_running(const BusClient *client, StrBuf *why, StrBuf *hint) {
	const char *bus = client->args->bus;

	(void)strbuf_append_str(
		why, client->remote ? _("eold is not running there.") : _("eold is not running."));
	if (client->remote)
		(void)strbuf_append_str(hint, _("On that machine: systemctl start eold.service"));
	else if (strcmp(bus, "system") == 0)
		(void)strbuf_append_str(hint, _("Start it with: systemctl start eold.service"));
	else
		(void)strbuf_printf(hint, _("Start it with: eold --bus=%s"), bus);
}

void bus_client_explain(
	const BusClient *client, const sd_bus_error *error, int r, StrBuf *why, StrBuf *hint) {
	static const char *const not_there[] = { SD_BUS_ERROR_SERVICE_UNKNOWN,
		SD_BUS_ERROR_NAME_HAS_NO_OWNER, "org.freedesktop.DBus.Error.Spawn.ServiceNotFound",
		"org.freedesktop.systemd1.NoSuchUnit", "org.freedesktop.systemd1.UnitMasked",
		NULL };
	static const char *const silent[] = { SD_BUS_ERROR_NO_REPLY, SD_BUS_ERROR_TIMEOUT,
		"org.freedesktop.DBus.Error.TimedOut", SD_BUS_ERROR_DISCONNECTED, NULL };
	static const char *const denied[] = { SD_BUS_ERROR_ACCESS_DENIED,
		SD_BUS_ERROR_INTERACTIVE_AUTHORIZATION_REQUIRED, NULL };
	const char *message = error->message ? error->message : strerror(-r);

	if (!client->bus)
		explain_open(client->args, r, why);
	else if (client->remote && (r == -ENOTCONN || r == -ECONNRESET || r == -EPIPE))
		(void)strbuf_printf(why, _("The connection to the bus of %s broke."),
			client->args->host ? client->args->host : client->args->machine);
	else if (r == -ENOTCONN || r == -ECONNRESET || r == -EPIPE)
		(void)strbuf_printf(why, _("The connection to the bus broke: %s."), strerror(-r));
	else if (is_any(error, not_there))
		explain_not_running(client, why, hint);
	else if (is_any(error, silent) || r == -ETIMEDOUT)
		(void)strbuf_printf(why, _("eold did not answer: %s."), message);
	else if (is_any(error, denied))
		(void)strbuf_printf(why, _("Not allowed: %s"), message);
	else if (bus_error_is_missing_member(error))
		(void)strbuf_printf(
			why, _("The eold that answers is older than this eolctl: %s"), message);
	else if (!error->name && r == -EBADMSG)
		(void)strbuf_append_str(why,
			_("eold answered with something that this eolctl does not understand."));
	else
		(void)strbuf_printf(
			why, "%s%s", error->message ? "" : _("Asking eold failed: "), message);
}

void bus_client_complain(const BusClient *client, const sd_bus_error *error, int r) {
	_cleanup_(strbuf_deinit) StrBuf why = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf hint = STRBUF_INIT;

	bus_client_explain(client, error, r, &why, &hint);
	complain("%s", strbuf_cstr(&why));
	if (hint.len > 0)
		complain_more("%s", strbuf_cstr(&hint));
}

/* ---- asking ------------------------------------------------------------------------------- */

int bus_client_new_call(BusClient *client, const BusMethod *method, sd_bus_message **ret) {
	int r = bus_client_open(client);

	if (r < 0)
		return r;
	r = sd_bus_message_new_method_call(
		client->bus, ret, EOLD_BUS_NAME, method->path, method->interface, method->member);
	if (r >= 0 && client->shy)
		r = sd_bus_message_set_auto_start(*ret, false);
	return r;
}

int bus_client_send(BusClient *client, const BusMethod *method, sd_bus_message *call,
	sd_bus_error *error, json_t **ret) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
	int r = sd_bus_call(client->bus, call, method->patience_usec, error, &reply);

	return r < 0 ? r : bus_value_read_reply(reply, method->answer, ret);
}

static int call_v(BusClient *client, const BusMethod *method, sd_bus_error *error, json_t **ret,
	const char *types, va_list args) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *call = NULL;
	int r = bus_client_new_call(client, method, &call);

	if (r >= 0 && types)
		r = sd_bus_message_appendv(call, types, args);
	return r < 0 ? r : bus_client_send(client, method, call, error, ret);
}

int bus_client_call(BusClient *client, const BusMethod *method, sd_bus_error *error, json_t **ret,
	const char *types, ...) {
	va_list args;
	int r;

	va_start(args, types);
	r = call_v(client, method, error, ret, types, args);
	va_end(args);
	return r;
}

int bus_client_call_or_complain(
	BusClient *client, const BusMethod *method, json_t **ret, const char *types, ...) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	va_list args;
	int r;

	va_start(args, types);
	r = call_v(client, method, &error, ret, types, args);
	va_end(args);
	if (r < 0)
		bus_client_complain(client, &error, r);
	return r;
}

int bus_client_get_all(BusClient *client, const char *path, const char *interface, json_t **ret) {
	const BusMethod method = { path, BUS_INTERFACE_PROPERTIES, "GetAll", "a{sv}", 0 };
	_cleanup_(json_decrefp) json_t *answer = NULL;
	int r;

	r = bus_client_call_or_complain(client, &method, &answer, "s", interface);
	if (r < 0)
		return r;
	*ret = json_incref(json_array_get(answer, 0));
	return 0;
}

int bus_client_get(BusClient *client, const char *path, const char *interface, const char *property,
	json_t **ret) {
	const BusMethod method = { path, BUS_INTERFACE_PROPERTIES, "Get", "v", 0 };
	_cleanup_(json_decrefp) json_t *answer = NULL;
	int r;

	r = bus_client_call_or_complain(client, &method, &answer, "ss", interface, property);
	if (r < 0)
		return r;
	*ret = json_incref(json_array_get(answer, 0));
	return 0;
}
