import Testing

@testable import Guardrails

@Suite struct ValidatorTests {
    @Test(arguments: ["123456789018", "987654321093", "202401150937"])
    func `a My Number has the check digit of the ordinance`(_ number: String) {
        #expect(MyNumber.isValid(Digits(number)))
        for wrong in Self.changed(number) { #expect(!MyNumber.isValid(Digits(wrong)), "\(wrong)") }
    }

    /// The number with another last digit.
    private static func changed(_ number: String) -> [String] {
        (0...9).map { "\(number.dropLast())\($0)" }.filter { $0 != number }
    }

    @Test func `a corporate number begins with its check digit`() {
        #expect(CorporateNumber.isValid(Digits("4011001098993")))
        for first in [1, 2, 3, 5, 6, 7, 8, 9] { #expect(!CorporateNumber.isValid(Digits("\(first)011001098993"))) }
    }

    @Test func `the eleventh digit of a licence is its check digit, and a commission gave it`() {
        #expect(DriversLicense.isValid(Digits("309812345680")))
        #expect(DriversLicense.isValid(Digits("309812345681")))
        #expect(!DriversLicense.isValid(Digits("309812345670")))
        #expect(!DriversLicense.isValid(Digits("999812345680")))
    }

    @Test func `an insurer's number has the check digit of its rule`() {
        #expect(InsurerNumber.isValid(Digits("33120015")))
        #expect(InsurerNumber.isValid(Digits("138016")))
        #expect(!InsurerNumber.isValid(Digits("33120016")))
    }

    @Test(arguments: [
        "4111111111111111", "5555555555554444", "378282246310005", "3566002020360505", "30569309025904",
        "6011111111111117",
    ])
    func `a card has a network and a check digit`(_ number: String) {
        let digits = Digits(number)
        #expect(PaymentCard.network(digits) == .known && PaymentCard.hasCheckDigit(digits))
        for wrong in Self.changed(number) { #expect(!PaymentCard.hasCheckDigit(Digits(wrong))) }
    }

    @Test func `no network issues these`() {
        for number in ["1234567812345670", "9111111111111111", "0000000000000000"] {
            #expect(PaymentCard.network(Digits(number)) == nil)
        }
    }

    @Test(arguments: [
        "DE89370400440532013000", "GB29NWBK60161331926819", "NL91ABNA0417164300", "fr1420041010050500013m02606",
    ])
    func `an IBAN leaves 1 when divided by 97`(_ number: String) {
        #expect(InternationalBankAccount.isValid(Array(number.utf8)))
        #expect(
            !InternationalBankAccount.isValid(Array((number.dropLast() + (number.hasSuffix("9") ? "8" : "9")).utf8))
        )
    }

    @Test func `the check digits of a passport's second line are those of ICAO's specimen`() {
        #expect(MachineReadableZone.checkDigit(Array("L898902C3".utf8)) == 6)
        #expect(MachineReadableZone.checkDigit(Array("740812".utf8)) == 2)
        #expect(MachineReadableZone.checkDigit(Array("TR1234567".utf8)) == 2)
        #expect(MachineReadableZone.checkDigit(Array("a".utf8)) == nil)
        #expect(MachineReadableZone.isSecondLine(Array("L898902C36UTO7408122F1204159ZE184226B<<<<<10".utf8)[...]))
    }

    @Test func `eras begin and end on their days`() {
        #expect(CalendarDate(.reiwa, year: 1, month: 4, day: 30) == nil)
        #expect(CalendarDate(.reiwa, year: 1, month: 5, day: 1)?.year == 2019)
        #expect(CalendarDate(.heisei, year: 31, month: 4, day: 30)?.year == 2019)
        #expect(CalendarDate(.heisei, year: 1, month: 1, day: 7) == nil)
        #expect(CalendarDate(.showa, year: 64, month: 1, day: 7)?.year == 1989)
        #expect(CalendarDate(.showa, year: 1, month: 12, day: 24) == nil)
        #expect(CalendarDate(.taisho, year: 15, month: 12, day: 25)?.year == 1926)
        #expect(CalendarDate(.meiji, year: 45, month: 7, day: 31) == nil)
        #expect(CalendarDate(year: 1900, month: 2, day: 29) == nil)
        #expect(CalendarDate(year: 2000, month: 2, day: 29) != nil)
    }

    @Test(arguments: [
        ("0312345678", JapaneseNumberingPlan.Kind.geographic(areaCode: 2)), ("0451234567", .geographic(areaCode: 3)),
        ("0422123456", .geographic(areaCode: 4)), ("0499221234", .geographic(areaCode: 5)), ("09012345678", .mobile),
        ("06012345678", .mobile), ("05012345678", .internetProtocol), ("0120123456", .service),
        ("08001234567", .service),
        ("0570012345", .service), ("0219123456", .unknownArea),
    ])
    func `a number has the kind of Japan's plan`(_ number: String, _ kind: JapaneseNumberingPlan.Kind) {
        #expect(JapaneseNumberingPlan.kind(Digits(number)) == kind)
    }

    @Test func `a country's code goes with lengths`() {
        for number in ["819012345678", "14155550123", "442079460958", "8613800138000", "35312345678"] {
            #expect(CountryCallingCode.isWhole(Digits(number)), "\(number)")
        }
        for number in ["1415555012", "0123456789", "99912", "1415555012345"] {
            #expect(!CountryCallingCode.isWhole(Digits(number)), "\(number)")
        }
    }

    @Test func `numbers of the United States keep their rules`() {
        #expect(SocialSecurityNumber.isValid(Digits("460899847")))
        for number in ["000121234", "666121234", "900121234", "123001234", "123450000", "078051120"] {
            #expect(!SocialSecurityNumber.isValid(Digits(number)))
        }
        #expect(SocialSecurityNumber.isTaxpayerNumber(Digits("912701234")))
        #expect(!SocialSecurityNumber.isTaxpayerNumber(Digits("912491234")))
    }

    @Test func `a wallet has its checksum or its length`() {
        #expect(WalletAddress.isBech32(Array("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4".utf8)[...]))
        #expect(!WalletAddress.isBech32(Array("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5".utf8)[...]))
        #expect(WalletAddress.isBase58(Array("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa".utf8)[...]))
        #expect(!WalletAddress.isBase58(Array("1A1zP1eP5QGefi2DMPTfTL5SLmv7Div".utf8)[...]))
    }

    @Test func `symbol and number of the post bank go together`() {
        #expect(YuchoAccount.isValid(symbol: Digits("11940"), number: Digits("12345671")))
        #expect(!YuchoAccount.isValid(symbol: Digits("11940"), number: Digits("12345672")))
        #expect(YuchoAccount.isValid(symbol: Digits("00940"), number: Digits("123456")))
    }
}
