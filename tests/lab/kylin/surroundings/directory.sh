#!/bin/bash
# A directory for logins, by Debian's slapd, for ldaps:// alone. Run by bash as root on a host, with the name of the host,
# the password that Kylin searches with, and one for all people. Certificate and key lie in the folder $TLS.
#
# alice is in the group kylin-admins, bob in none.
set -euo pipefail

fail() { echo "directory.sh: $*" >&2; exit 1; }

name=$1 service=$2 people=$3
home=/var/lib/lab-directory
base=dc=lab,dc=test
install -d -o openldap -g openldap "$home" "$home/data"
install -o openldap -m 0400 "$TLS/server.key" "$home/server.key"
install -m 0444 "$TLS/server.crt" "$home/server.crt"
cat >"$home/slapd.conf" <<END
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
TLSCertificateFile $home/server.crt
TLSCertificateKeyFile $home/server.key
database mdb
suffix "$base"
directory $home/data
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="cn=kylin,ou=services,$base" read by * none
END

# In LDIF a value behind two colons is in base 64: any character may stand in a password.
person() { # DN, common name, password
    printf 'dn: %s\nobjectClass: inetOrgPerson\ncn: %s\nsn: %s\nuserPassword:: %s\n\n' "$1" "$2" "$2" \
        "$(printf %s "$3" | base64 -w 0)"
}
branch() { printf 'dn: ou=%s,%s\nobjectClass: organizationalUnit\nou: %s\n\n' "$1" "$base" "$1"; }
{
    printf 'dn: %s\nobjectClass: dcObject\nobjectClass: organization\no: lab\ndc: lab\n\n' "$base"
    branch services
    branch people
    branch groups
    person "cn=kylin,ou=services,$base" kylin "$service"
    person "cn=alice,ou=people,$base" alice "$people"
    person "cn=bob,ou=people,$base" bob "$people"
    printf 'dn: cn=kylin-admins,ou=groups,%s\nobjectClass: groupOfNames\ncn: kylin-admins\nmember: cn=alice,ou=people,%s\n' "$base" "$base"
} | setpriv --reuid openldap --regid openldap --init-groups /usr/sbin/slapadd -q -f "$home/slapd.conf"

setsid /usr/sbin/slapd -d none -u openldap -g openldap -f "$home/slapd.conf" -h "ldaps://$name" </dev/null >/var/log/lab-directory.log 2>&1 &
for _ in $(seq 100); do
    if LDAPTLS_CACERT=$home/server.crt ldapwhoami -x -H "ldaps://$name" -D "cn=kylin,ou=services,$base" -y <(printf %s "$service") >/dev/null 2>&1; then
        exit 0
    fi
    sleep 0.1
done
LDAPTLS_CACERT=$home/server.crt ldapwhoami -x -H "ldaps://$name" -D "cn=kylin,ou=services,$base" -y <(printf %s "$service") || :
tail /var/log/lab-directory.log >&2
fail "the directory does not answer"
