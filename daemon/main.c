/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "check-data.h"
#include "document/json-heap.h"
#include "manager.h"
#include "options.h"
#include "util/cleanup.h"

enum { EXIT_WRONG_USE = 2 };

int main(int argc, char **argv) {
	_cleanup_(options_deinit) Options options = { 0 };
	_cleanup_(manager_freep) Manager *manager = NULL;
	int r = options_parse(argc, argv, &options);

	if (r <= 0)
		return r == 0 ? EXIT_SUCCESS : EXIT_WRONG_USE;
	json_heap_use();
	if (options.check)
		return check_data_run(&options);
	r = manager_new(&options, &manager);
	if (r >= 0)
		r = manager_run(manager);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
