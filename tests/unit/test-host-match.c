/* SPDX-License-Identifier: MIT */
#include "test-main.h"
int main(void) { return 0; }
