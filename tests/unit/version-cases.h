/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * version-cases - versions as they are found on machines, and the cycles that they belong to: the
 * rules of match/version.h as a table. Used by test-version.
 */
#include <stddef.h>

#include "match/version.h"

/* A product: its cycles in the data's order, separated by blanks; behind "=" a code name, with "_"
 * for its blanks. */
static const char alma[] = "10 9 8";
static const char debian[] = "13=Trixie 12=Bookworm 11=Bullseye 10=Buster 9=Stretch 3.1=Sarge";
static const char ubuntu[] = "26.04=Resolute_Raccoon 25.10=Questing_Quokka 24.04=Noble_Numbat "
			     "22.04=Jammy_Jellyfish 10.10=Maverick_Meerkat 10.04=Lucid_Lynx "
			     "9.10=Karmic_Koala 9.04=Jaunty_Jackalope 6.06=Dapper_Drake";
static const char alpine[] = "3.24 3.23 3.22 3.21 3.20 3.19 3.3 3.2 3.1 3.0 2.7 2.1";
static const char mint[] = "22.3=Zena lmde7=Gigi 22.2=Zara 22.1=Xia 22=Wilma 21.3=Virginia "
			   "lmde6=Faye 21=Vanessa";
static const char amazon[] = "2023 2 2018.03 2017.09 2017.03";
static const char postmarket[] = "25.12 25.06 24.12 23.12 23.06 22.06 21.06";
static const char nodejs[] = "26 25 24 23 22 21 20 18 16 0.12 0.10";
static const char python[] = "3.14 3.13 3.12 3.2 3.1 3.0 2.7 2.6";
static const char openssl[] = "4.0 3.6 3.5 3.0 1.1.1 1.1.0 1.0.2 1.0.1 0.9.8";
static const char temurin[] = "26 25 24 21 17 11 16 8";
static const char mariadb[] = "12.3 11.8 11.4 10.11 10.6 10.5 10.1 10.0 5.5";
static const char mysql[] = "9.7 8.4 8.0 5.7 5.6";
static const char rds[] = "8.4 8.0.46 8.0.45 8.0 5.7.44 5.7";
static const char jenkins[] = "2.568 2.555 2 1.658";
static const char log4j[] = "2 2.12 2.3 1";
static const char unity[] = "6.3 6.0 2022.3 2022 2021.3 2021";
static const char dotnetfx[] = "4.8.1 4.8 4.7.2 4.7 4.6 3.5-sp1 3.0";
static const char windows[] = "11-26h1-e 11-26h1-w 11-24h2-e-lts 11-24h2-e 10-22h2 10-1909-e 8.1 8 "
			      "7-sp1";
static const char server[] = "2025 2022 23h2-ac 2019 2016 2012-r2 2012 2008-r2-sp1 2008-sp2";
static const char mule[] = "4.12 4.11 4.10 4.9-lts 4.9 4.6-lts 4.5";
static const char edge[] = "4.9-lts 4.6-lts";
static const char panos[] = "12.1 11.2 10.0 9.1 9.0-xfr 9.0 8.1";
static const char ros2[] = "kilted jazzy humble foxy";
static const char ros[] = "noetic=Noetic_Ninjemys melodic=Melodic_Morenia";
static const char google_cos[] = "cos-129 cos-125 cos-97 cos-69";
static const char prism[] = "pc.7.6 pc.7.5 pc.2024.3";
static const char lambda[] = "nodejs24.x nodejs22.x python3.14 python3.13 provided.al2023 provided";
static const char fairphone[] = "6 5 4 3+ 3 2 1";
static const char oneplus[] = "15r 15 pad3 13t 13r 13 pad2 12r 12";
static const char galaxy[] = "galaxy-s26+ galaxy-s26 galaxy-a57-5g galaxy-a57 galaxy-z-fold7";
static const char zerto[] = "10.8 10.0_u7 10.0_u6 9.7";
static const char sharepoint[] = "subscription 2019 2016 2010-sp2";
static const char studio[] = "18.9=2026 18.8=2026 17.14=2022 17.13=2022 16.11=2019";
static const char kirby[] = "5 4=A_new_era 3.9=Brookesia";
static const char clearlinux[] = "current";
static const char opensuse[] = "16.0 15.6 15.5 42.3 13.2";
static const char kernel[] = "7.2 6.12 6.10 6.6 6.1 5.15 5.10";
static const char neo4j[] = "2026.07 2026.06 2025.10 2025.01 5 4.4";
static const char netapp[] = "9.19.1 9.18.1 9.9.1";
static const char words[] = "9.0-xfr 9.0-xfr-long 11-e";
static const char twice[] = "1=Same 2=Same 3=Other_Name 4=Other_Game";

typedef struct Case {
	const char *product;
	const char *version;
	const char *cycle; /* NULL: none */
	Resolution resolution;
} Case;

/* clang-format off */
#define EXACT(product, version, cycle) { product, version, cycle, RESOLUTION_EXACT }
#define SHORT(product, version, cycle) { product, version, cycle, RESOLUTION_SHORTENED }
#define CODE(product, version, cycle) { product, version, cycle, RESOLUTION_CODENAME }
#define NEWER(product, version) { product, version, NULL, RESOLUTION_NEWER_THAN_DATA }
#define NONE(product, version) { product, version, NULL, RESOLUTION_NO_SUCH_CYCLE }

static const Case cases[] = {
	/* the cycle itself, whatever its shape */
	EXACT(alma, "9", "9"),
	EXACT(alpine, "3.2", "3.2"),
	EXACT(alpine, "3.20", "3.20"),
	EXACT(server, "2012-r2", "2012-r2"),
	EXACT(windows, "11-24h2-e-lts", "11-24h2-e-lts"),
	EXACT(ros2, "humble", "humble"),
	EXACT(google_cos, "cos-97", "cos-97"),
	EXACT(mint, "lmde6", "lmde6"),
	EXACT(fairphone, "3+", "3+"),
	EXACT(zerto, "10.0_u7", "10.0_u7"),
	EXACT(lambda, "nodejs24.x", "nodejs24.x"),
	EXACT(prism, "pc.7.6", "pc.7.6"),
	EXACT(galaxy, "galaxy-s26+", "galaxy-s26+"),
	EXACT(clearlinux, "current", "current"),
	EXACT(rds, "8.0.46", "8.0.46"),
	EXACT(jenkins, "2", "2"),
	EXACT(unity, "2021.3", "2021.3"),
	EXACT(mule, "4.9-lts", "4.9-lts"),
	/* ... in other case, with blanks around it, with an epoch or a "v" */
	EXACT(server, "2012-R2", "2012-r2"),
	EXACT(ros2, "Humble", "humble"),
	EXACT(mint, "LMDE6", "lmde6"),
	EXACT(sharepoint, "Subscription", "subscription"),
	EXACT(alma, " 9\n", "9"),
	EXACT(postmarket, "v23.12", "23.12"),
	EXACT(postmarket, "V23.12", "23.12"),
	EXACT(mariadb, "1:10.11", "10.11"),
	EXACT(nodejs, "2:v20", "20"),
	/* ... and with a zero more or less, which is the same number */
	EXACT(ubuntu, "24.4", "24.04"),
	EXACT(ubuntu, "6.6", "6.06"),
	EXACT(neo4j, "2026.7", "2026.07"),
	EXACT(alpine, "3.02", "3.2"),
	EXACT(postmarket, "v21.6", "21.06"),

	/* code names, whole and by their first word */
	CODE(debian, "bookworm", "12"),
	CODE(debian, "Bookworm", "12"),
	CODE(debian, "TRIXIE", "13"),
	CODE(ubuntu, "Noble Numbat", "24.04"),
	CODE(ubuntu, "noble numbat", "24.04"),
	CODE(ubuntu, "noble", "24.04"),
	CODE(ubuntu, "jammy", "22.04"),
	CODE(mint, "faye", "lmde6"),
	CODE(mint, "zena", "22.3"),
	CODE(ros, "Noetic Ninjemys", "noetic"),
	CODE(ros, "melodic morenia", "melodic"),
	EXACT(ros, "Noetic", "noetic"),
	CODE(kirby, "a new era", "4"),
	NONE(kirby, "a"),
	NONE(kirby, "a new"),
	NONE(debian, "bookworm-backports"),
	NONE(debian, "book"),
	NONE(debian, "sid"),
	NONE(ubuntu, "numbat"),
	/* ... but never one that leads to several cycles */
	NONE(studio, "2026"),
	NONE(twice, "same"),
	NONE(twice, "other"),
	CODE(twice, "other game", "4"),

	/* components dropped from the right */
	SHORT(alma, "9.6", "9"),
	SHORT(alma, "10.2", "10"),
	SHORT(alma, "8.10", "8"),
	SHORT(alpine, "3.2.1", "3.2"),
	SHORT(alpine, "3.20.3", "3.20"),
	SHORT(alpine, "3.20.3-r1", "3.20"),
	SHORT(python, "3.1.5", "3.1"),
	SHORT(python, "3.14.0", "3.14"),
	SHORT(python, "3.13.0rc2", "3.13"),
	SHORT(python, "3.13.0~rc2-1", "3.13"),
	SHORT(python, "3.13~rc1", "3.13"),
	SHORT(python, "3.12.3-1ubuntu0.5", "3.12"),
	SHORT(python, "2.7.18", "2.7"),
	SHORT(openssl, "1.1.1w", "1.1.1"),
	SHORT(openssl, "1.1.1w-0+deb11u1", "1.1.1"),
	SHORT(openssl, "1:1.1.1k-12.el8_9", "1.1.1"),
	SHORT(openssl, "0.9.8zh", "0.9.8"),
	SHORT(openssl, "3.0.17-1~deb12u2", "3.0"),
	SHORT(temurin, "8u392", "8"),
	SHORT(temurin, "8u392-b08", "8"),
	SHORT(temurin, "17.0.9+9", "17"),
	SHORT(temurin, "21.0.1.0.1+12-3", "21"),
	SHORT(temurin, "25rc1", "25"),
	SHORT(mariadb, "1:10.11.6-0+deb12u1", "10.11"),
	SHORT(mariadb, "10.1.48", "10.1"),
	SHORT(mariadb, "3:10.5.27-1.el9_5.0.2", "10.5"),
	SHORT(mariadb, "10.11.6-MariaDB", "10.11"),
	SHORT(mysql, "8.0.36-1.el9", "8.0"),
	SHORT(mysql, "8.0.39-0ubuntu0.24.04.2", "8.0"),
	SHORT(mysql, "8.4.3-1.module+el8.10.0+1234+abcdef", "8.4"),
	SHORT(rds, "8.0.44", "8.0"),
	SHORT(rds, "8.0.46.R2", "8.0.46"),
	SHORT(rds, "5.7.44-rds.20240808", "5.7.44"),
	SHORT(nodejs, "v20.1.0", "20"),
	SHORT(nodejs, "20.19.2+dfsg-1", "20"),
	SHORT(nodejs, "0.10.48", "0.10"),
	SHORT(nodejs, "1:22.0.0-1nodesource1", "22"),
	SHORT(postmarket, "v21.06.4", "21.06"),
	SHORT(postmarket, "v21.6.4", "21.06"),
	SHORT(ubuntu, "24.04.2", "24.04"),
	SHORT(ubuntu, "24.04.2 LTS (Noble Numbat)", "24.04"),
	SHORT(ubuntu, "10.10.1", "10.10"),
	SHORT(ubuntu, "10.4.1", "10.04"),
	SHORT(amazon, "2023.5.20240722", "2023"),
	SHORT(amazon, "2.0.20240719", "2"),
	SHORT(amazon, "2018.03.0.20231218.0", "2018.03"),
	SHORT(debian, "12.5", "12"),
	SHORT(debian, "12+deb12u5", "12"),
	SHORT(debian, "3.1r8", "3.1"),
	SHORT(kernel, "5.10.0-28-amd64", "5.10"),
	SHORT(kernel, "6.1.0+", "6.1"),
	SHORT(kernel, "6.10.3-200.fc40.x86_64", "6.10"),
	SHORT(opensuse, "15.6.1", "15.6"),
	SHORT(panos, "9.0.16-h7", "9.0"),
	SHORT(netapp, "9.9.1P16", "9.9.1"),
	SHORT(zerto, "10.0_u7_p1", "10.0_u7"),
	SHORT(sharepoint, "2019 (16.0.10417)", "2019"),
	SHORT(neo4j, "2025.01.0", "2025.01"),
	SHORT(neo4j, "4.4.40", "4.4"),
	SHORT(neo4j, "5.26.1", "5"),
	/* ... of several cycles the longest */
	SHORT(jenkins, "2.568.1", "2.568"),
	SHORT(jenkins, "2.567", "2"),
	SHORT(jenkins, "2.5680", "2"),
	SHORT(log4j, "2.12.4", "2.12"),
	SHORT(log4j, "2.17.1", "2"),
	SHORT(log4j, "2.30", "2"),
	SHORT(unity, "2021.3.45f2", "2021.3"),
	SHORT(unity, "2021.2.19f1", "2021"),
	SHORT(dotnetfx, "4.8.1.9", "4.8.1"),
	SHORT(dotnetfx, "4.8.4645", "4.8"),
	SHORT(dotnetfx, "4.8.10", "4.8"),
	SHORT(mint, "22.3.1", "22.3"),
	SHORT(mint, "22.4", "22"),
	/* ... with the word behind the number, if the version says it */
	SHORT(panos, "9.0.9-xfr", "9.0-xfr"),
	SHORT(panos, "9.0.9-xfr.h1", "9.0-xfr"),
	SHORT(mule, "4.9.16-lts", "4.9-lts"),
	SHORT(mule, "4.9.16-LTS", "4.9-lts"),
	SHORT(mule, "4.9.16", "4.9"),
	SHORT(edge, "4.9.16-lts", "4.9-lts"),
	SHORT(dotnetfx, "3.5.30729-sp1", "3.5-sp1"),
	SHORT(server, "2012-r2.1", "2012-r2"),
	SHORT(server, "2012-r2-sp1", "2012-r2"),
	SHORT(server, "2008-r2-sp1-x64", "2008-r2-sp1"),
	SHORT(windows, "11-24h2-e.26100", "11-24h2-e"),
	SHORT(words, "9.0-xfr-2", "9.0-xfr"),
	/* ... and behind a word that all cycles share */
	SHORT(google_cos, "cos-129-19506-299-148", "cos-129"),
	SHORT(google_cos, "cos-97-16919.29.16", "cos-97"),
	SHORT(prism, "pc.7.5.0.1", "pc.7.5"),

	/* what must not be dropped */
	NONE(alpine, "3"),
	NONE(python, "3"),
	NONE(mysql, "8"),
	NONE(openssl, "1.1"),
	NONE(edge, "4.9.16"),
	NONE(edge, "4.9"),
	NONE(fairphone, "4+"),
	NONE(oneplus, "12t"),
	NONE(oneplus, "12t-5g"),
	NONE(galaxy, "galaxy-s26-ultra"),
	NONE(galaxy, "galaxy-a57-2"),
	NONE(ros2, "humble-1"),
	NONE(ros2, "humble hawksbill"),
	NONE(lambda, "provided.al2"),
	NONE(windows, "11-24h2-e-x"),
	NONE(words, "9.0-xfr-longer"),
	NONE(words, "11-e-lts"),
	NONE(windows, "11-24h2"),
	NONE(windows, "10.0.28000"),
	NONE(sharepoint, "16.0.10417"),

	/* newer than everything known */
	NEWER(alma, "11"),
	NEWER(alma, "11.0"),
	NEWER(alma, "99999999999999999999999999999999"),
	NEWER(alpine, "3.25"),
	NEWER(alpine, "3.99.1-r0"),
	NEWER(alpine, "4"),
	NEWER(alpine, "04.1"),
	NEWER(ubuntu, "26.10"),
	NEWER(ubuntu, "26.5"),
	NEWER(debian, "14"),
	NEWER(debian, "14~rc1"),
	NEWER(postmarket, "v26.06"),
	NEWER(mint, "23"),
	NEWER(mint, "lmde8"),
	NEWER(google_cos, "cos-133"),
	NEWER(lambda, "nodejs26.x"),
	NEWER(server, "2028"),
	NEWER(windows, "12"),
	NEWER(windows, "11-27h2-e"),
	NEWER(galaxy, "galaxy-s27"),
	NEWER(mariadb, "1:13.0.1-1"),
	NEWER(amazon, "2027"),
	/* ... which a gap between known cycles is not, and neither is a word */
	NONE(alma, "7"),
	NONE(alma, "0"),
	NONE(alpine, "2.9"),
	NONE(alpine, "3.18.4"),
	NONE(amazon, "3"),
	NONE(amazon, "2018.09"),
	NONE(ubuntu, "24.10"),
	NONE(ubuntu, "26.x"),
	NONE(ubuntu, "26"),
	NONE(windows, "11-26h1-x"),
	NONE(edge, "4.9.17"),
	NONE(mint, "lmde5"),
	NONE(mint, "6"),
	NONE(google_cos, "133"),
	NONE(clearlinux, "43800"),
	NONE(ros2, "2027"),
	NONE(postmarket, "edge"),

	/* what is no version */
	NONE(alma, ""),
	NONE(alma, " "),
	NONE(alma, "N/A"),
	NONE(alma, "unknown"),
	NONE(alma, "Patch 7"),
	NONE(alma, "Service Pack 9"),
	NONE(alma, "-9"),
	NONE(alma, ".9"),
	NONE(alma, "vv9"),
	NONE(alma, "v"),
	NONE(alma, ":9"),
	NONE(alma, "1:"),
	NONE(alma, "x9"),
	NONE(alma, "9\xff"),
	NONE(alma, "9\xc3\xa9.1"),
	NONE(alma, "9.1\x1b[0m"),
};
/* clang-format on */
