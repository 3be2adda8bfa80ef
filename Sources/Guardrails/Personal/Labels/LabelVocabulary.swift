/// How forms, mails, tables and programs name the numbers of people and those of business.
///
/// Words are written in lower case and without spaces, `_` and `-`: the trie passes over those in a text. Japanese words
/// are in the form that the normaliser leaves.
enum LabelVocabulary {
    static let words: [(LabelKind, [String])] = [
        (
            .myNumber,
            [
                "マイナンバー", "まいなんばー", "個人番号", "個人no", "個人ナンバー", "社会保障・税番号", "社会保障番号",
                "mynumber", "mynumbercard", "individualnumber", "kojinbango", "マイナ番号", "マイナンバーカード番号",
                "マイナンバーカードの番号", "マイナンバーカード", "個人番号カード", "通知カード",
            ]
        ),
        (
            .corporateNumber,
            [
                "法人番号", "法人ナンバー", "会社法人等番号", "法人no", "corporatenumber", "houjinbangou", "hojinbango",
                "corporateid", "国税庁法人番号",
            ]
        ),
        (
            .invoiceNumber,
            [
                "適格請求書発行事業者登録番号", "適格請求書発行事業者番号", "インボイス登録番号", "インボイス番号", "事業者登録番号",
                "インボイス制度登録番号", "登録番号", "invoiceregistrationnumber", "invoicenumber(t)",
            ]
        ),
        (
            .driversLicense,
            [
                "運転免許証番号", "運転免許証の番号", "運転免許番号", "運転免許証", "運転免許", "免許証番号", "免許証の番号", "免許証no",
                "免許番号", "免許証", "免許", "免許no", "driverslicense", "driver'slicense", "driverlicense",
                "driverslicensenumber",
                "driver'slicensenumber", "driverlicensenumber", "driverslicenseno", "licensenumber", "licenseno",
                "licencenumber", "drivinglicence", "drivinglicencenumber", "menkyo",
            ]
        ),
        (
            .passport,
            [
                "パスポート番号", "パスポートno", "パスポートナンバー", "パスポート", "旅券番号", "旅券no", "旅券の番号", "旅券",
                "passport", "passportnumber", "passportno", "passportid",
            ]
        ),
        (
            .residenceCard,
            [
                "在留カード番号", "在留カードno", "在留カード", "在留番号", "特別永住者証明書番号", "特別永住者証明書", "在留資格番号",
                "residencecard", "residencecardnumber", "residencecardno", "zairyucard",
            ]
        ),
        (.residentCode, ["住民票コード", "住基コード", "住民コード", "residentcode", "juminhyocode"]),
        (
            .healthInsurance,
            [
                "健康保険証番号", "健康保険証", "健康保険被保険者証", "健康保険", "保険証番号", "保険証記号番号", "保険証の記号番号",
                "保険証no", "保険証", "被保険者証番号", "被保険者証記号番号", "被保険者証", "被保険者記号・番号", "被保険者等記号・番号",
                "被保険者記号番号", "被保険者等記号番号", "保険証記号・番号", "記号・番号", "記号番号", "記号及び番号", "国民健康保険",
                "国保番号", "公費負担者番号", "受給者番号", "資格確認書", "後期高齢者医療", "healthinsurance",
                "healthinsurancenumber", "healthinsuranceno", "healthinsurancecard", "healthinsuranceid", "hokensho",
            ]
        ),
        (.insurer, ["保険者番号", "保険者no", "保険者ナンバー", "保険者番号(8桁)", "insurernumber", "insurerno", "insurerid"]),
        (
            .careInsurance,
            ["介護保険被保険者番号", "介護保険被保険者証", "介護保険番号", "介護保険証番号", "介護被保険者番号", "介護保険"]
        ),
        (
            .employmentInsurance,
            [
                "雇用保険被保険者番号", "雇用保険被保険者証番号", "雇用保険番号", "雇用保険被保険者証", "雇用保険",
                "employmentinsurance", "employmentinsurancenumber", "employmentinsuranceno",
            ]
        ),
        (
            .insuredNumber,
            ["被保険者番号", "被保険者no", "被保険者の番号", "insurednumber", "insuredpersonnumber", "insuredid"]
        ),
        (
            .pension,
            [
                "基礎年金番号", "年金番号", "年金手帳番号", "年金手帳の番号", "年金手帳", "基礎年金no", "基礎年金番号通知書",
                "厚生年金番号", "年金証書番号", "pensionnumber", "basicpensionnumber", "pensionno", "nenkin", "pensionid",
            ]
        ),
        (
            .bankAccount,
            [
                "口座番号", "口座no", "口座ナンバー", "振込口座", "振込先口座", "銀行口座", "入金口座", "引落口座", "引き落とし口座",
                "振替口座", "口座", "普通預金口座", "給与振込先", "振込先", "預金口座", "通帳番号", "通帳の記号番号", "通帳の記号・番号", "通帳記号・番号", "キャッシュカード",
                "通帳記号番号", "ゆうちょ",
                "ゆうちょ銀行", "bankaccount", "bankaccountnumber", "accountnumber", "accountno", "acctno", "acctnumber",
                "bankacct", "a/c", "account#", "kozabango", "通帳記号", "店番号口座番号",
            ]
        ),
        (
            .accountType,
            [
                "普通預金", "当座預金", "貯蓄預金", "定期預金", "普通", "当座", "貯蓄", "(普)", "(当)", "(貯)", "普)", "当)",
                "支店", "店番", "店番号", "支店番号", "支店コード", "出張所", "branch", "savings", "checking", "ordinary",
            ]
        ),
        (
            .card,
            [
                "カード番号", "クレジットカード番号", "クレジットカード", "クレカ番号", "クレカ", "カードno", "カードナンバー",
                "デビットカード", "デビットカード番号", "法人カード", "決済カード", "カード", "creditcard", "creditcardnumber",
                "creditcardno", "cardnumber", "cardno", "card", "debitcard", "ccnumber", "ccno", "cc", "pan", "visa",
                "mastercard", "amex", "americanexpress", "jcb", "diners", "アメックス", "ダイナース", "マスターカード", "ビザ",
                "paymentcard", "クレジット",
            ]
        ),
        (
            .phone,
            [
                "電話番号", "電話", "でんわ", "携帯電話番号", "携帯番号", "携帯電話", "携帯", "ケータイ", "自宅電話", "固定電話",
                "連絡先電話番号", "連絡先", "緊急連絡先", "直通", "代表電話", "代表", "お電話", "電話先", "電話no", "fax番号", "ファックス",
                "ファクス", "ファクシミリ", "フリーダイヤル", "フリーコール", "内線", "スマホ", "日中連絡先", "勤務先電話", "tel", "tel.",
                "telno", "telephone", "telephonenumber", "phone", "phonenumber", "phoneno", "mobile", "mobilephone",
                "mobilenumber", "mobileno", "cell", "cellphone", "cellphonenumber", "fax", "faxnumber", "faxno",
                "contactno",
                "contactnumber", "call", "callme", "callmeat", "callmeon", "dial", "hotline", "homephone",
                "workphone", "messagesto", "registered", "sms", "whatsapp", "line電話", "denwa", "keitai", "℡", "☎", "📞",
                "📱",
                "ph", "msisdn", "reachme", "ショートメール", "ショートメッセージ", "折り返し", "折返し", "おかけ",
            ]
        ),
        // Words that stand behind a number as often as in front of an address.
        (.phonePlace, ["office", "home", "work", "direct", "自宅", "勤務先", "会社", "実家"]),
        (
            .postalCode,
            [
                "郵便番号", "〒", "郵便no", "郵便コード", "ゆうびん番号", "zip", "zipcode", "postalcode", "postcode", "postal",
                "yubinbango", "yubin",
            ]
        ),
        (
            .birth,
            [
                "生年月日", "誕生日", "お誕生日", "誕生年月日", "出生日", "出生年月日", "生まれ", "生れ", "うまれ", "誕生", "生年",
                "出生", "バースデー", "ご生年月日", "生年月日(西暦)", "dateofbirth", "dob", "d.o.b", "birthdate", "birthday",
                "birth", "born", "bornon", "bday", "birthdt", "seinengappi",
            ]
        ),
        (
            .otherDate,
            [
                "発行日", "発行年月日", "交付日", "交付年月日", "交付", "有効期限", "有効期間", "期限", "契約日", "契約締結日", "締結日",
                "入社日", "入社年月日", "入社", "退職日", "退社日", "退職", "納期", "納品日", "作成日", "更新日", "登録日", "申請日",
                "申込日", "申込", "受付日", "受診日", "受診", "診察日", "来院日", "初診日", "入院日", "退院日", "手術日", "撮影日",
                "発注日", "注文日", "購入日", "出荷日", "発送日", "配達日", "支払日", "支払期日", "請求日", "入金日", "振込日", "開始日",
                "終了日", "期日", "締切日", "締切", "〆切", "開催日", "日時", "日付", "会議日", "予約日", "生まれ変わ", "生まれかわ", "設立", "創立", "創業",
                "設立日", "設立年月日", "発売日", "公開日", "施行日", "改正日", "施行", "製造日", "製造年月日", "賞味期限", "消費期限",
                "訪問日", "面談日", "面接日", "取得日", "資格取得日", "認定日", "採用日", "加入日", "加入年月日", "喪失日", "異動日",
                "回答日", "送信日時", "受信日時", "現在", "時点", "issued", "issuedate", "dateofissue", "expiry",
                "expirydate", "expires", "expirationdate", "validuntil", "validthru", "createdat", "updatedat",
                "created",
                "updated", "duedate", "due", "orderdate", "invoicedate", "hired", "hiredate", "startdate", "enddate",
                "joined", "timestamp", "deadline", "founded", "established", "released", "when", "date", "sent",
            ]
        ),
        (.address, ["住所", "所在地", "届け先", "届先", "お届け先", "本籍", "address", "現住所", "送付先"]),
        (
            .network,
            [
                "ipアドレス", "ip", "ipaddress", "ipaddr", "アクセス元", "接続元", "送信元", "接続先", "サーバ", "サーバー", "ホスト",
                "clientip", "remoteaddr", "remoteip", "xforwardedfor", "src", "srcip", "dst", "dstip", "host", "server",
                "client", "sourceip", "ipv4", "ipv6", "グローバルip", "dns", "gateway", "ゲートウェイ", "from", "ping", "ログイン元",
                "ログイン", "ログ", "アクセス", "端末", "プロキシ", "踏み台", "remote", "login",
            ]
        ),
        (
            .version,
            [
                "version", "ver", "ver.", "v", "バージョン", "版", "リビジョン", "release", "リリース", "build", "ビルド", "rev",
                "section", "sec", "sec.", "§", "第", "章", "節", "項", "条", "図", "表", "figure", "fig", "fig.", "table",
                "oid", "firmware", "ファームウェア", "chapter", "clause", "appendix", "付録",
            ]
        ),
        (.macAddress, ["macアドレス", "mac", "macaddress", "物理アドレス"]),
        (.iban, ["iban", "ibanコード", "iban番号", "ibanno"]),
        (
            .socialSecurity,
            ["ssn", "socialsecurity", "socialsecuritynumber", "socialsecurityno", "social", "米国社会保障番号", "ssa"]
        ),
        (.taxpayer, ["itin", "taxpayeridentificationnumber", "taxid", "納税者番号"]),
        (.nationalInsurance, ["nino", "nationalinsurance", "nationalinsurancenumber", "ninumber", "nino.", "国民保険番号"]),
        (
            .wallet,
            [
                "wallet", "walletaddress", "ウォレット", "ウォレットアドレス", "bitcoin", "btc", "ethereum", "eth", "ビットコイン",
                "イーサリアム", "送金先アドレス", "仮想通貨", "暗号資産",
            ]
        ),
        (
            .plate,
            [
                "車両番号", "車両ナンバー", "自動車登録番号", "ナンバープレート", "車番", "ナンバー", "登録車両", "licenseplate",
                "platenumber", "車のナンバー",
            ]
        ),
        (.symbol, ["記号"]),
        (.plainNumber, ["番号", "コード"]),
        (.branchNumber, ["枝番", "枝番号"]),
        (.otherNumber, businessNumbers),
    ]

    /// Numbers that are nobody's identity. Any other 番号 or コード behind a noun counts as one as well.
    private static let businessNumbers = [
        "注文番号", "ご注文番号", "注文no", "注文id", "オーダー番号", "オーダーno", "受注番号", "発注番号", "伝票番号", "伝票no", "伝票",
        "受付番号", "受付no", "追跡番号", "お問い合わせ番号", "お問合せ番号", "お問い合せ番号", "問い合わせ番号", "問合せ番号", "問合番号",
        "送り状番号", "送り状no", "荷物番号", "配送番号", "トラッキング番号", "型番", "型式", "品番", "商品番号", "商品コード", "商品no",
        "製品番号", "製造番号", "シリアル番号", "シリアルno", "シリアルナンバー", "シリアル", "jan", "janコード", "jancode", "ean",
        "バーコード", "isbn", "issn", "ロット番号", "ロットno", "ロット", "管理番号", "管理no", "整理番号", "会員番号", "会員no", "会員id",
        "会員カード番号", "会員カード", "会員証番号", "ポイントカード番号", "ポイントカード", "顧客番号", "顧客id", "顧客コード", "お客様番号",
        "お客様id", "お客様コード", "取引番号", "取引id", "決済番号", "承認番号", "請求番号", "請求書番号", "請求no", "請求書no", "領収書番号",
        "領収証番号", "見積番号", "見積書番号", "見積no", "契約番号", "契約no", "案件番号", "案件no", "予約番号", "予約no", "申込番号",
        "申請番号", "照会番号", "確認番号", "チケット番号", "チケットno", "チケット", "社員番号", "従業員番号", "職員番号", "学籍番号",
        "診察券番号", "診察券no", "診察券", "患者番号", "患者id", "カルテ番号", "カルテno", "証券番号", "保険証券番号", "株券番号",
        "物件番号", "建物番号", "事件番号", "文書番号", "稟議番号", "決裁番号", "特許番号", "出願番号", "登録商標", "認証コード", "確認コード",
        "図書カード", "icカード", "sim", "simカード", "iccid", "imei", "ワンタイムパスワード", "otp", "コード番号", "口数", "金額",
        "合計", "税込", "税抜", "単価", "数量", "価格", "売上", "資産番号", "機器番号", "部品番号", "在庫番号", "棚番", "車台番号",
        "便名", "便番号", "座席番号", "部屋番号", "電文番号", "通し番号", "連番", "エラーコード", "エラー番号", "ジョブ番号", "バッチ番号",
        "プロジェクト番号", "工事番号", "工番", "図番", "図面番号", "仕入先コード", "取引先コード", "取引先番号", "勘定科目", "科目コード",
        "店舗コード", "店舗番号", "倉庫番号", "コンテナ番号", "インシデント番号", "課題番号", "問診番号", "検体番号", "検査番号", "処方箋番号",
        "order", "orderid", "orderno", "ordernumber", "order#", "invoice", "invoiceno", "invoicenumber", "invoiceid",
        "tracking", "trackingno", "trackingnumber", "trackingid", "shipment", "shipmentid", "parcel", "ticket",
        "ticketid",
        "ticketno", "case", "caseid", "caseno", "casenumber", "ref", "refno", "reference", "referenceno",
        "referencenumber", "serial", "serialno", "serialnumber", "s/n", "sku", "part", "partno", "partnumber", "p/n",
        "model",
        "modelno", "lot", "lotno", "batch", "batchid", "item", "itemid", "itemno", "product", "productid",
        "productcode",
        "transaction", "transactionid", "txn", "txnid", "txid", "trace", "traceid", "spanid", "requestid", "sessionid",
        "userid", "customerid", "customerno", "customernumber", "clientid", "memberid", "memberno", "membership",
        "employeeid",
        "employeeno", "studentid", "patientid", "jobid", "buildid", "commit", "issue", "issueno", "pid", "id", "uuid",
        "guid",
        "hash", "sha", "checksum", "upc", "gtin", "po", "pono", "ponumber", "quote", "contractno", "policyno",
        "policynumber",
        "docno", "barcode", "amount", "total", "price", "qty", "quantity", "balance", "epoch", "unixtime",
        "confirmation",
        "confirmationcode", "booking", "bookingid", "reservation", "code",
    ]
}
