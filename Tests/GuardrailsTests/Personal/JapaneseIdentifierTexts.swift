/// Texts with Japanese identifiers, marked.
enum JapaneseIdentifierTexts {
    static let all = (numbers + telephones + accounts + days + places + forms).map(MarkedText.init)

    private static let numbers = [
        "マイナンバーは⟦MY_NUMBER:123456789018⟧です。",
        "マイナンバー：⟦MY_NUMBER:1234 5678 9018⟧",
        "個人番号 ⟦MY_NUMBER:1234-5678-9018⟧ をご登録ください",
        "個人番号（マイナンバー）\n⟦MY_NUMBER:9876 5432 1093⟧",
        "⟦MY_NUMBER:987654321093⟧（マイナンバー）",
        "⟦MY_NUMBER:987654321093⟧が私のマイナンバーになります。",
        "My Number: ⟦MY_NUMBER:202401150937⟧",
        "{\"my_number\":\"⟦MY_NUMBER:202401150937⟧\",\"order_id\":\"555012345676\"}",
        "{\"orderId\":\"555012345676\",\"myNumber\":\"⟦MY_NUMBER:202401150937⟧\"}",
        "mynumber=⟦MY_NUMBER:314159265352⟧&name=taro",
        "マイナンバーカードの番号は⟦MY_NUMBER:3141.5926.5352⟧",
        "マイナンバー No.⟦MY_NUMBER:314159265352⟧",
        "氏名：佐藤花子　個人番号：⟦MY_NUMBER:555012345676⟧　続柄：本人",
        "個 人 番 号 ⟦MY_NUMBER:5550 1234 5676⟧",
        "個人番号⟦MY_NUMBER:1234-5678-\n9018⟧",
        "配偶者のマイナンバーも提出します。⟦MY_NUMBER:123456789018⟧",
        "年末調整の件、マイナンバーを送ります。\n⟦MY_NUMBER:1234-5678-9018⟧\nよろしくお願いします。",
        "法人番号⟦CORPORATE_NUMBER:4011001098993⟧の会社です",
        "法人番号：⟦CORPORATE_NUMBER:4-0110-0109-8993⟧",
        "corporate_number,name\n⟦CORPORATE_NUMBER:7123456789012⟧,山田商事",
        "登録番号：⟦INVOICE_NUMBER:T4011001098993⟧",
        "適格請求書発行事業者登録番号 ⟦INVOICE_NUMBER:T7123456789012⟧",
        "運転免許証番号は⟦DRIVERS_LICENSE_JP:309812345680⟧です",
        "免許証番号：第⟦DRIVERS_LICENSE_JP:500123456711⟧号",
        "運転免許証 No. ⟦DRIVERS_LICENSE_JP:121987654390⟧",
        "driver's license: ⟦DRIVERS_LICENSE_JP:622233445560⟧",
        "免許証 ⟦DRIVERS_LICENSE_JP:3098-1234-5680⟧",
        "本人確認書類は運転免許証（番号⟦DRIVERS_LICENSE_JP:309812345681⟧）です。",
        "パスポート番号：⟦PASSPORT_JP:TR1234567⟧",
        "旅券番号⟦PASSPORT_JP:MS7654321⟧",
        "passport no. ⟦PASSPORT_JP:TK1234567⟧",
        "旅券はTK番台、番号は⟦PASSPORT_JP:TK9876543⟧です",
        "パスポート(⟦PASSPORT_JP:TZ 1234567⟧)のコピー",
        "在留カード番号：⟦RESIDENCE_CARD:AB12345678CD⟧",
        "在留カードは⟦RESIDENCE_CARD:UH98765432EA⟧でした",
        "カードは⟦RESIDENCE_CARD:AB12345678CD⟧、期限は来年です",
        "基礎年金番号：⟦PENSION_NUMBER:1234-567890⟧",
        "年金手帳の番号は⟦PENSION_NUMBER:1234567890⟧",
        "基礎年金番号　⟦PENSION_NUMBER:4321 098765⟧",
        "雇用保険被保険者番号：⟦EMPLOYMENT_INSURANCE:1234-567890-1⟧",
        "雇用保険の被保険者番号は⟦EMPLOYMENT_INSURANCE:5001-234567-8⟧です",
        "保険者番号 ⟦HEALTH_INSURANCE:33120015⟧",
        "保険者番号：⟦HEALTH_INSURANCE:06130017⟧ 記号 ⟦HEALTH_INSURANCE:1234⟧ 番号 ⟦HEALTH_INSURANCE:567890⟧ 枝番 ⟦HEALTH_INSURANCE:01⟧",
        "国民健康保険 保険者番号 ⟦HEALTH_INSURANCE:138016⟧",
        "被保険者証 記号：⟦HEALTH_INSURANCE:21700023⟧ 番号：⟦HEALTH_INSURANCE:5678⟧",
        "健康保険証の記号・番号：⟦HEALTH_INSURANCE:1234-567⟧",
        "被保険者番号は⟦HEALTH_INSURANCE:12345678⟧です",
        "保険証番号：⟦HEALTH_INSURANCE:12345678⟧",
        "介護保険被保険者番号 ⟦CARE_INSURANCE:0001234567⟧",
        "住民票コード：⟦RESIDENT_CODE:12345678901⟧",
        "車両番号 ⟦VEHICLE_PLATE_JP:品川300あ12-34⟧ で伺います",
        "⟦VEHICLE_PLATE_JP:横浜 530 さ 56-78⟧の車",
    ]

    private static let telephones = [
        "電話：⟦PHONE_JP:03-1234-5678⟧",
        "TEL ⟦PHONE_JP:03-5555-0123⟧ / FAX ⟦PHONE_JP:03-5555-0124⟧",
        "TEL:⟦PHONE_JP:0422-12-3456⟧",
        "TEL⟦PHONE_JP:045-123-4567⟧まで",
        "携帯は⟦PHONE_JP:090-1234-5678⟧です",
        "⟦PHONE_JP:09012345678⟧に電話してください",
        "連絡先は⟦PHONE_JP:080 1234 5678⟧でお願いします",
        "携帯 ⟦PHONE_JP:070.1234.5678⟧",
        "⟦PHONE_JP:060-1234-5678⟧",
        "お電話（⟦PHONE_JP:03-1234-5678⟧）ください",
        "⟦PHONE_JP:(03)1234-5678⟧",
        "電話 ⟦PHONE_JP:03(1234)5678⟧",
        "電話番号 ⟦PHONE_JP:0312345678⟧",
        "⟦PHONE_JP:050-1234-5678⟧（IP電話）",
        "フリーダイヤル⟦PHONE_JP:0120-123-456⟧",
        "フリーダイヤル ⟦PHONE_JP:0120-95-0178⟧",
        "ナビダイヤル⟦PHONE_JP:0570-012-345⟧",
        "⟦PHONE_JP:0800-123-4567⟧",
        "⟦PHONE_JP:+81-3-1234-5678⟧",
        "⟦PHONE_JP:+81 90 1234 5678⟧",
        "⟦PHONE_JP:+819012345678⟧",
        "⟦PHONE_JP:+81 (0)3-1234-5678⟧",
        "Tel: ⟦PHONE_JP:+81-(0)90-1234-5678⟧",
        "⟦PHONE_JP:011-123-4567⟧",
        "⟦PHONE_JP:0980-12-3456⟧",
        "⟦PHONE_JP:04992-2-1234⟧",
        "⟦PHONE_JP:06-6123-4567⟧（内線123）",
        "直通 ⟦PHONE_JP:052-123-4567⟧ 内線 4567",
        "山田太郎　⟦PHONE_JP:090-1234-5678⟧　taro",
        "A: 折り返します。⟦PHONE_JP:08012345678⟧まで",
        "連絡先\n⟦PHONE_JP:03-1234-5678⟧\n⟦PHONE_JP:090-8765-4321⟧",
        "注文番号A-12345の件で⟦PHONE_JP:090-1234-5678⟧まで",
        "緊急連絡先(母):⟦PHONE_JP:090-1111-2222⟧",
        "phone,\"⟦PHONE_JP:03-1234-5678⟧\"",
        "2024-01-15 10:30 ⟦PHONE_JP:03-1234-5678⟧ から着信",
        "TEL-⟦PHONE_JP:03-1234-5678⟧",
        "☎⟦PHONE_JP:03-1234-5678⟧",
    ]

    private static let accounts = [
        "口座番号：⟦BANK_ACCOUNT_JP:1234567⟧",
        "みずほ銀行 渋谷支店 普通 ⟦BANK_ACCOUNT_JP:1234567⟧",
        "三井住友銀行新宿支店（普通）⟦BANK_ACCOUNT_JP:7654321⟧ ヤマダタロウ",
        "振込先：りそな銀行 本店 当座 ⟦BANK_ACCOUNT_JP:0123456⟧",
        "普通預金⟦BANK_ACCOUNT_JP:1234567⟧へお振込ください",
        "口座 ⟦BANK_ACCOUNT_JP:0001-123-1234567⟧",
        "店番123 口座番号⟦BANK_ACCOUNT_JP:4567890⟧",
        "(普)⟦BANK_ACCOUNT_JP:1234567⟧",
        "ゆうちょ銀行 記号⟦BANK_ACCOUNT_JP:11940⟧ 番号⟦BANK_ACCOUNT_JP:12345671⟧",
        "ゆうちょ ⟦BANK_ACCOUNT_JP:11940-12345671⟧",
        "account number: ⟦BANK_ACCOUNT_JP:1234567⟧",
        "bank,branch,account_no\n0005,123,⟦BANK_ACCOUNT_JP:7654321⟧",
        "給与振込先\n三菱UFJ銀行 大手町支店\n普通口座 ⟦BANK_ACCOUNT_JP:2345678⟧",
    ]

    private static let days = [
        "生年月日：⟦BIRTH_DATE:1985年3月4日⟧",
        "生年月日 ⟦BIRTH_DATE:1985/03/04⟧",
        "生年月日: ⟦BIRTH_DATE:1985-3-4⟧",
        "生年月日：⟦BIRTH_DATE:19850304⟧",
        "⟦BIRTH_DATE:1985年3月4日⟧生まれです",
        "⟦BIRTH_DATE:昭和60年3月4日⟧生",
        "生年月日 ⟦BIRTH_DATE:S60.3.4⟧",
        "生年月日：⟦BIRTH_DATE:昭和六十年三月四日⟧",
        "⟦BIRTH_DATE:平成元年1月10日⟧生まれ",
        "誕生日は⟦BIRTH_DATE:H12/5/6⟧",
        "生年月日　⟦BIRTH_DATE:令和2年 4月 1日⟧",
        "DOB: ⟦BIRTH_DATE:1990-01-02⟧",
        "Date of birth: ⟦BIRTH_DATE:March 4, 1985⟧",
        "She was born on ⟦BIRTH_DATE:4 March 1985⟧.",
        "birthday ⟦BIRTH_DATE:3/4/1985⟧",
        "氏名,生年月日,入社日\n山田太郎,⟦BIRTH_DATE:1985/3/4⟧,2010/4/1",
        "{\"birth_date\": \"⟦BIRTH_DATE:1985-03-04⟧\", \"created_at\": \"2024-01-01\"}",
        "生年月日 ⟦BIRTH_DATE:昭60.3.4⟧",
        "1985年、⟦BIRTH_DATE:1985.3.4⟧ 生",
        "大正生まれ（⟦BIRTH_DATE:大正14年5月6日⟧生）",
    ]

    private static let places = [
        "〒⟦POSTAL_CODE_JP:150-0043⟧ 東京都渋谷区道玄坂1-2-3",
        "⟦POSTAL_CODE_JP:150-0043⟧ 東京都渋谷区",
        "郵便番号：⟦POSTAL_CODE_JP:1500043⟧",
        "〒 ⟦POSTAL_CODE_JP:530-0001⟧\n大阪府大阪市北区梅田",
        "住所：⟦POSTAL_CODE_JP:060-0001⟧北海道札幌市中央区",
        "zip: ⟦POSTAL_CODE_JP:100-0001⟧",
        "name,zip,address\n山田,⟦POSTAL_CODE_JP:1000001⟧,東京都千代田区千代田1-1",
        "⟦POSTAL_CODE_JP:220-0012⟧ 横浜市西区みなとみらい",
    ]

    private static let forms = [
        """
        氏名,個人番号,電話番号,郵便番号,注文番号
        山田太郎,⟦MY_NUMBER:123456789018⟧,⟦PHONE_JP:09012345678⟧,⟦POSTAL_CODE_JP:1500043⟧,202401150937
        佐藤花子,⟦MY_NUMBER:987654321093⟧,⟦PHONE_JP:0312345678⟧,⟦POSTAL_CODE_JP:5300001⟧,314159265352
        """,
        """
        | 氏名 | 免許証番号 | 口座番号 |
        |---|---|---|
        | 山田 | ⟦DRIVERS_LICENSE_JP:309812345680⟧ | ⟦BANK_ACCOUNT_JP:1234567⟧ |
        """,
        "受付番号\t氏名\tカード番号\n4111111111111111\t山田\t⟦CREDIT_CARD:5555555555554444⟧",
        """
        【お客様情報】
        お名前：山田 太郎
        ご住所：〒⟦POSTAL_CODE_JP:150-0043⟧ 東京都渋谷区道玄坂1-2-3
        お電話：⟦PHONE_JP:03-1234-5678⟧
        メール：⟦EMAIL:taro.yamada@example.co.jp⟧
        生年月日：⟦BIRTH_DATE:1985/03/04⟧
        カード番号：⟦CREDIT_CARD:4111-1111-1111-1111⟧
        ご注文番号：123-4567890-1234567
        """,
        "メールは⟦EMAIL:taro.yamada@example.co.jp⟧です",
        "⟦EMAIL:info@example.jp⟧までご連絡ください",
        "（⟦EMAIL:a_b+c@mail.example.com⟧）",
        "サーバは⟦IP_ADDRESS:192.168.1.10⟧です",
        "IPアドレス ⟦IP_ADDRESS:203.0.113.5⟧ からのアクセス",
        "カード番号は⟦CREDIT_CARD:4111111111111111⟧です",
    ]
}
