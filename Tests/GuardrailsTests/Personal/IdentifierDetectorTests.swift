import Guardrails
import Testing

@Suite struct IdentifierDetectorTests {
    /// Compiling the patterns takes longer than any test.
    private static let shared = Result { try Scanner([IdentifierDetector()]) }
    private let scanner: Scanner

    init() throws {
        scanner = try Self.shared.get()
    }

    @Test(arguments: JapaneseIdentifierTexts.all)
    func `a Japanese identifier is found with its exact bytes and nothing else`(_ text: MarkedText) throws {
        #expect(try text.found(by: scanner) == text.marks)
    }

    @Test(arguments: InternationalIdentifierTexts.all)
    func `an identifier of another country is found with its exact bytes`(_ text: MarkedText) throws {
        #expect(try text.found(by: scanner) == text.marks)
    }

    @Test(arguments: WrittenIdentifierTexts.all)
    func `an identifier is found however it is written`(_ text: MarkedText) throws {
        #expect(try text.found(by: scanner) == text.marks)
    }

    @Test(arguments: JapaneseIdentifierTexts.all + InternationalIdentifierTexts.all)
    func `what is found does not depend on what stands far away`(_ text: MarkedText) throws {
        let padding = Array(String(repeating: "本日は晴天なり。", count: 20).utf8)
        let padded = padding + [UInt8(ascii: "\n"), UInt8(ascii: "\n"), UInt8(ascii: "\n")] + text.text
        let findings = try scanner.scan(padded, context: ScanContext(), using: scanner.makeScratch())
            .filter { $0.score >= 0.5 }
        #expect(findings.map { String(decoding: padded[$0.range], as: UTF8.self) } == text.marks.map(\.value))
    }

    @Test func `a number of twelve digits alone scores low, whichever check digit it has`() throws {
        for number in ["123456789018", "309812345680", "1234 5678 9018"] {
            let found = try scanner.scan(
                Array("こちらです \(number) 以上".utf8),
                context: ScanContext(),
                using: scanner.makeScratch()
            )
            #expect(!found.isEmpty && found.allSatisfy { $0.score < 0.5 && $0.score >= 0.2 })
        }
    }

    @Test(arguments: [
        ("my_number", "123456789018", "MY_NUMBER"), ("個人番号", "1234 5678 9018", "MY_NUMBER"),
        ("driversLicenseNo", "309812345680", "DRIVERS_LICENSE_JP"), ("口座番号", "1234567", "BANK_ACCOUNT_JP"),
        ("tel", "0312345678", "PHONE_JP"), ("zip_code", "1500043", "POSTAL_CODE_JP"),
        ("生年月日", "1985/03/04", "BIRTH_DATE"), ("birthDate", "19850304", "BIRTH_DATE"),
        ("基礎年金番号", "1234567890", "PENSION_NUMBER"), ("clientIp", "203.0.113.9", "IP_ADDRESS"),
    ])
    func `the name of a field is a label`(_ field: String, _ value: String, _ type: String) throws {
        let text = MarkedText(value)
        #expect(try text.found(by: scanner, field: field) == [MarkedText.Mark(type: type, value: value)])
    }

    @Test(arguments: ["order_id", "注文番号", "受付番号", "sku", "取引ID"])
    func `the name of a field of business keeps numbers from being found`(_ field: String) throws {
        for value in ["123456789018", "309812345680", "1234567", "1500043", "4111111111111111"] {
            #expect(try MarkedText(value).found(by: scanner, field: field) == [])
        }
    }

    @Test(arguments: [
        "マイナンバーは123456789012です", "個人番号：1234-5678-9012", "法人番号：1011001098993", "運転免許証番号 309812345670",
        "カード番号は4111111111111112です", "カード番号 1234567812345670", "保険者番号 33120016", "IBAN: GB28NWBK60161331926819",
        "SSN: 000-12-3456", "SSN: 666-12-3456", "SSN 123-00-4567", "NINO: BG123456C", "NINO: AB123456E",
        "生年月日：1985年2月30日", "生年月日：昭和65年1月1日", "生年月日 H31.5.1", "生年月日 S64.1.8",
        "マイナンバー：000000000000", "カード 0000 0000 0000 0000", "電話 00-0000-0000",
    ])
    func `a wrong check digit or an impossible value is not acted on`(_ text: String) throws {
        #expect(try MarkedText(text).found(by: scanner) == [])
    }

    @Test func `bytes that are no text are survived`() throws {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("0123456789-. ()+@:/年月日〒\n\t,|\"<P生T電話番号昭和".utf8) + [0xFF, 0xC2, 0xE3]
        let scratch = try scanner.makeScratch()
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...80)).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
            let found = try scanner.scan(bytes, context: ScanContext(), using: scratch)
            #expect(found.allSatisfy { $0.range.lowerBound >= 0 && $0.range.upperBound <= bytes.count })
        }
    }
}
