# SPDX-License-Identifier: MIT
# What Enterprise Linux adds to rpm and Debian's rpm lacks, as far as packaging/eold.spec uses it, so
# that the spec can be built here: rpmbuild --load=macros.el --nodeps. Where EL calls a helper program
# of systemd, this writes down what the helper does.

# ---- redhat-rpm-config -----------------------------------------------------------------------

%dist .el9
%rhel 9
%_lib lib64
%_libdir %{_prefix}/%{_lib}
%_libexecdir %{_prefix}/libexec
%_docdir_fmt %%{NAME}
%_buildshell /bin/bash
# No check that compiled files carry what annobin of EL writes into them, and no package of symbols.
%debug_package %{nil}
%_vpath_srcdir .
%_vpath_builddir %{_target_platform}
# Without -g, which would be stripped, and six files at a time: that is for time only.
%optflags -O2 -pipe -Wall -Werror=format-security -Wp,-D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
%build_ldflags -Wl,-z,relro -Wl,--as-needed -Wl,-z,now -pie
%__brp_compress %{nil}
%__os_install_post \
  strip --strip-unneeded %{buildroot}%{_bindir}/* %{buildroot}%{_libexecdir}/* \
  gzip -9 -n %{buildroot}%{_mandir}/man*/* \
%{nil}

# ---- meson -----------------------------------------------------------------------------------

%meson \
  CFLAGS="${CFLAGS:-%{optflags}}"; export CFLAGS; \
  LDFLAGS="${LDFLAGS:-%{build_ldflags}}"; export LDFLAGS; \
  meson setup -Dunity=on -Dunity_size=6 --buildtype=plain --wrap-mode=nodownload --auto-features=enabled \\\
    --prefix=%{_prefix} --bindir=%{_bindir} --sbindir=%{_sbindir} --libdir=%{_libdir} \\\
    --libexecdir=%{_libexecdir} --includedir=%{_includedir} --datadir=%{_datadir} \\\
    --mandir=%{_mandir} --infodir=%{_infodir} --localedir=%{_datadir}/locale \\\
    --sysconfdir=%{_sysconfdir} --localstatedir=%{_localstatedir} \\\
    --sharedstatedir=%{_sharedstatedir} %{_vpath_srcdir} %{_vpath_builddir}
%meson_build meson compile -C %{_vpath_builddir}
%meson_install DESTDIR=%{buildroot} meson install -C %{_vpath_builddir} --no-rebuild
%meson_test meson test -C %{_vpath_builddir} --print-errorlogs

# ---- systemd-rpm-macros ----------------------------------------------------------------------

%_unitdir /usr/lib/systemd/system
%_presetdir /usr/lib/systemd/system-preset
%_sysusersdir /usr/lib/sysusers.d
%_journalcatalogdir /usr/lib/systemd/catalog
%systemd_requires \
Requires(post): systemd \
Requires(preun): systemd \
Requires(postun): systemd \
%{nil}
%sysusers_requires_compat Requires(pre): shadow-utils
# EL makes calls of useradd out of the file.
%sysusers_create_compat() systemd-sysusers - <<'END' || : \
%(grep -v '^#' %1) \
END
%systemd_post() if [ $1 -eq 1 ]; then systemctl --no-reload preset %{?*} || :; fi
%systemd_preun() if [ $1 -eq 0 ]; then systemctl --no-reload disable --now %{?*} || :; fi
%systemd_postun_with_restart() if [ $1 -ge 1 ]; then systemctl try-restart %{?*} || :; fi
