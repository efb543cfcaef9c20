#!/usr/bin/env bash
# What the targets begin from that is no sample file. Lists, mappings and typed texts are written here, and the
# archives are made of the samples; the samples themselves are read where they lie.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p corpus/{archive,customers,filter,import,invoices,ktl,mapping,payments,references,typed,whatever}

printf 'customer_no,name,org_no,country,terms_days,credit_limit,Note\n100,"Alpha ""AS""",999888777,NO,14,"10,000.00",x\n' \
    > corpus/customers/english
printf 'Fakturanr;Kundenr;Fakturadato;Forfallsdato;Beløp;Restbeløp;Valuta;KID\r\n1001;100;01.10.2026;15.10.2026;1 000,00;400,00;NOK;0000018\r\n' \
    > corpus/invoices/norwegian
printf 'payment_id,booking_date,amount,currency,kid,text\np1,2026-11-20,1000.00,NOK,0000018,"invoice\n1001"\n' \
    > corpus/payments/with-kid
printf '%-90s\r\n%-90s\r\n%-90s\r\n' 02605171200410000000000 \
    '3000000000000026051726051712345678901234560000000000000001232MEIKALAINEN 1000000100000' \
    90000010000000010000000000000000000 > corpus/ktl/three-records
cp corpus/{customers,invoices,payments}/* corpus/whatever/
cp corpus/{customers,invoices,payments}/* corpus/import/

printf 'kind = "bank"\nseparator = ";"\nwidth = 3\nhead = ["a", "b", "c"]\ndecimal = "comma"\ndates = "dmy"\ncolumns = [{ column = 1, field = "booked" }, { column = 2, field = "text" }, { column = 3, field = "amount" }]\n%%\na;b;c\n01.02.2026;x;1,00\n' \
    > corpus/mapping/bank
for samples in ../samples/*/; do
    (cd "$samples" && zip -q -FS "$OLDPWD/corpus/archive/$(basename "$samples").zip" -- *)
done

line() { printf '%s' "$2" > "corpus/$1/$(printf '%s' "$2" | sha1sum | cut -c1-8)"; }
for text in 'late:30.. amt:>1000 cust:alpha -word "two words"' 'open:1.000,50..2.000 cur:NOK'; do line filter "$text"; done
for text in '18 200,50' '1.234.567,8' '1200,-' '-5' 22.11.2026 '22 nov' +7 2026-11-22 '1,23E+10'; do line typed "$text"; done
for text in 0000018 'RF18 5390 0754 7034' '+71<000000000000018+12345678<' 'invoice 1001, 1002' NO9386011117947 556036-0793; do
    line references "$text"
done
