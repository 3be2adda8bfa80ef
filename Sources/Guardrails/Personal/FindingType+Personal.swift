extension FindingType {
    /// Everything that the detectors of personal data find: ``BuiltInDetectors`` without secrets.
    public static let personal: [FindingType] = [
        .myNumber, .corporateNumber, .invoiceNumber, .driversLicense, .passportJapan, .passport, .residenceCard,
        .residentCode, .healthInsurance, .careInsurance, .employmentInsurance, .pensionNumber, .bankAccountJapan,
        .creditCard, .phoneJapan, .phone, .postalCodeJapan, .birthDate, .email, .ipAddress, .macAddress,
        .urlCredentials, .iban, .socialSecurityNumber, .taxpayerNumber, .nationalInsuranceNumber, .wallet,
        .vehiclePlate, .personName, .addressJP,
    ]
}
