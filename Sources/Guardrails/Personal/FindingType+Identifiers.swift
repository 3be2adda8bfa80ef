/// What structured personal data is called.
extension FindingType {
    /// 個人番号, the twelve digits of a person.
    public static let myNumber = FindingType(rawValue: "MY_NUMBER")
    /// 法人番号, the thirteen digits of a company: public.
    public static let corporateNumber = FindingType(rawValue: "CORPORATE_NUMBER")
    /// 適格請求書発行事業者登録番号, `T` and thirteen digits: personal where a sole trader's.
    public static let invoiceNumber = FindingType(rawValue: "INVOICE_NUMBER")
    /// 運転免許証番号.
    public static let driversLicense = FindingType(rawValue: "DRIVERS_LICENSE_JP")
    /// 旅券番号.
    public static let passportJapan = FindingType(rawValue: "PASSPORT_JP")
    /// A passport's number of another country, or a machine-readable zone.
    public static let passport = FindingType(rawValue: "PASSPORT")
    /// 在留カード番号.
    public static let residenceCard = FindingType(rawValue: "RESIDENCE_CARD")
    /// 住民票コード.
    public static let residentCode = FindingType(rawValue: "RESIDENT_CODE")
    /// 保険者番号, 被保険者証の記号・番号・枝番.
    public static let healthInsurance = FindingType(rawValue: "HEALTH_INSURANCE")
    /// 介護保険被保険者番号.
    public static let careInsurance = FindingType(rawValue: "CARE_INSURANCE")
    /// 雇用保険被保険者番号.
    public static let employmentInsurance = FindingType(rawValue: "EMPLOYMENT_INSURANCE")
    /// 基礎年金番号.
    public static let pensionNumber = FindingType(rawValue: "PENSION_NUMBER")
    /// 口座番号; ゆうちょ銀行の記号・番号.
    public static let bankAccountJapan = FindingType(rawValue: "BANK_ACCOUNT_JP")
    /// The number of a payment card.
    public static let creditCard = FindingType(rawValue: "CREDIT_CARD")
    /// A telephone number in Japan's numbering plan.
    public static let phoneJapan = FindingType(rawValue: "PHONE_JP")
    /// A telephone number of another country.
    public static let phone = FindingType(rawValue: "PHONE")
    /// 郵便番号.
    public static let postalCodeJapan = FindingType(rawValue: "POSTAL_CODE_JP")
    /// 生年月日.
    public static let birthDate = FindingType(rawValue: "BIRTH_DATE")
    /// An e-mail address.
    public static let email = FindingType(rawValue: "EMAIL")
    /// An address of the Internet protocol, version 4 or 6.
    public static let ipAddress = FindingType(rawValue: "IP_ADDRESS")
    /// A network card's address.
    public static let macAddress = FindingType(rawValue: "MAC_ADDRESS")
    /// The user and the password within a URL.
    public static let urlCredentials = FindingType(rawValue: "URL_CREDENTIALS")
    /// An international bank account number.
    public static let iban = FindingType(rawValue: "IBAN")
    /// A social security number of the United States.
    public static let socialSecurityNumber = FindingType(rawValue: "US_SSN")
    /// An individual taxpayer identification number of the United States.
    public static let taxpayerNumber = FindingType(rawValue: "US_ITIN")
    /// A national insurance number of the United Kingdom.
    public static let nationalInsuranceNumber = FindingType(rawValue: "UK_NINO")
    /// An address of a crypto-currency.
    public static let wallet = FindingType(rawValue: "CRYPTO_WALLET")
    /// 自動車登録番号 as on the plate.
    public static let vehiclePlate = FindingType(rawValue: "VEHICLE_PLATE_JP")
}
