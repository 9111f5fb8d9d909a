/* SPDX-License-Identifier: MIT */
/*
 * busload one and every-method: calls that are made once.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bench-util.h"
#include "bus-call.h"
#include "busload.h"
#include "dbus/bus-names.h"

int load_one(sd_bus *bus, int argc, char *argv[]) {
	_cleanup_(bus_call_deinit) BusCall call = BUS_CALL_INIT;
	int r = bus_call_init(&call, argv[0], bus, 64);

	return r < 0 ? r : bus_call_run(&call, bus, NULL);
}

typedef struct Count {
	unsigned answered; /* and well formed */
	unsigned refused; /* with LimitsExceeded, which is an answer too */
	unsigned malformed; /* answers that sd-bus cannot read to their end */
	unsigned failed; /* any other error */
} Count;

/* Sends the call and reads the whole answer. */
static int try_call(const BusCall *call, sd_bus *bus, Count *count) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *message = NULL, *reply = NULL;
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	int r = bus_call_new_message(call, bus, &message);

	if (r < 0)
		return r;
	r = sd_bus_call(bus, message, 60 * UINT64_C(1000000), &error, &reply);
	if (r < 0 && sd_bus_error_has_name(&error, SD_BUS_ERROR_LIMITS_EXCEEDED))
		count->refused++;
	else if (r < 0) {
		count->failed++;
		(void)bench_complain(r, "%s: %s", call->name, error.message);
	} else if ((r = sd_bus_message_skip(reply, NULL)) < 0 && r != -ENXIO) {
		count->malformed++;
		(void)bench_complain(r, "%s: the answer", call->name);
	} else
		count->answered++;
	return 0;
}

int load_every_method(sd_bus *bus, int argc, char *argv[]) {
	Count count = { 0 };
	Ends before, after;
	int r = ends_find(bus, EOLD_BUS_NAME, &before);

	for (size_t i = 0; bus_call_name(i) && r >= 0; i++) {
		_cleanup_(bus_call_deinit) BusCall call = BUS_CALL_INIT;

		r = bus_call_init(&call, bus_call_name(i), bus, 64);
		if (r >= 0 && strcmp(call.destination, EOLD_BUS_NAME) == 0)
			r = try_call(&call, bus, &count);
	}
	if (r >= 0)
		r = ends_find(bus, EOLD_BUS_NAME, &after);
	if (r < 0)
		return r;
	printf("every-method all answered=%u refused=%u malformed=%u failed=%u gone=%d\n",
		count.answered, count.refused, count.malformed, count.failed,
		before.service != after.service);
	return 0;
}
