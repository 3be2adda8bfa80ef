import JSONText
import Testing

/// Whether a text is JSON at all is not ours to decide differently from everyone else: a text that one reader accepts
/// and the next refuses is how requests are smuggled past checks.
@Suite("Agreement of the readers")
struct FoundationAgreementTests {
    private static let textsPerSeed = 15_000

    /// 8 seeds: 120,000 texts.
    @Test("damaged texts: tree, scan and both of Foundation's readers agree", arguments: UInt64(1)...8)
    func damagedTexts(seed: UInt64) throws {
        var mutator = TextMutator(random: SeededGenerator(seed: seed))
        let fields = JSONFieldSet(["model", "object", "type", "candidates", "error", "a"])
        var accepted = 0
        for _ in 0..<Self.textsPerSeed {
            let text = mutator.next()
            let result = Result(reading: text)
            let scan = scanned(text, fields)
            switch result {
            case .success(let tree):
                accepted += 1
                try #require(try JSONValue(parsing: tree.bytes) == tree, "\(describe(text))")
                try checkFields(of: tree, in: text, scan)
            case .failure(let error):
                try #require(scan == .failure(error), "\(describe(text))")
            }
            for reader in FoundationReader.allCases where reader.accepts(text) == (result.reason != nil) {
                let isExplained = FoundationDifference.all.contains {
                    $0.readers.contains(reader) && $0.isAcceptedHere == (result.reason == nil)
                        && $0.applies(text, result)
                }
                try #require(isExplained, "\(reader) differs on \(describe(text)): \(result)")
            }
        }
        // Damage that never left a text whole, or never broke one, would test half of what it claims.
        #expect(accepted > Self.textsPerSeed / 10)
        #expect(accepted < Self.textsPerSeed / 2)
    }

    @Test("each listed difference is real", arguments: FoundationDifference.all)
    func listedDifference(difference: FoundationDifference) {
        let result = Result(reading: difference.example)
        #expect((result.reason == nil) == difference.isAcceptedHere)
        #expect(difference.applies(difference.example, result))
        for reader in FoundationReader.allCases {
            let differs = reader.accepts(difference.example) != difference.isAcceptedHere
            #expect(differs == difference.readers.contains(reader), "\(reader)")
        }
    }

    @Test(
        "all agree on the edges of the grammar",
        arguments: [
            (String(repeating: "[", count: 512) + String(repeating: "]", count: 512), true),
            (String(repeating: "[", count: 513) + String(repeating: "]", count: 513), false),
            (#""\ud800""#, false), (#""\udc00""#, false), (#""\ud800\ud800""#, false), (#""\ud83d\ude00""#, true),
            (#""\u0000""#, true), ("\"\u{0}\"", false), ("\"\u{7F}\"", true), ("[1,]", nil), ("NaN", false),
            ("-Infinity", false), ("01", false), ("-01", false), ("1.", false), (".1", false), ("1e", false),
            ("0x1", false),
            ("+1", false), ("- 1", false), ("1 2", false), ("'a'", false), ("// a\n1", false), ("tru", false),
            ("True", false),
            (" \t\r\n1 \t\r\n", true), ("\u{B}1", false), ("\u{A0}1", false), (#"{"a":1,"a":2}"#, true), ("", false),
            (" ", false),
        ] as [(String, Bool?)]
    )
    func edges(text: String, isAccepted: Bool?) {
        // `nil` marks a listed difference: refused here.
        #expect((Result(reading: Array(text.utf8)).reason == nil) == (isAccepted ?? false))
        guard let isAccepted else { return }
        for reader in FoundationReader.allCases { #expect(reader.accepts(Array(text.utf8)) == isAccepted, "\(reader)") }
    }

    private func scanned(_ text: [UInt8], _ fields: JSONFieldSet) -> ScanResult {
        do { return .fields(try fields.scan(text.span)) } catch { return .failure(error) }
    }

    /// What the scan found in an accepted text must be what the tree holds.
    private func checkFields(of tree: JSONValue, in text: [UInt8], _ scan: ScanResult) throws {
        guard let object = tree.object else {
            let start = text.firstIndex { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? 0
            try #require(scan == .failure(JSONError(.notAnObject, at: start)))
            return
        }
        guard case .fields(let fields) = scan else {
            Issue.record("the scan refused \(describe(text))")
            return
        }
        try #require(fields.isEmpty == object.isEmpty)
        for (index, name) in ["model", "object", "type", "candidates", "error", "a"].enumerated() {
            let value = try fields[index].map { try JSONValue(parsing: Array(text[$0.value])) }
            try #require(value == object[name], "\(describe(text))")
            if fields.duplicate == index { try #require(object.names.count { $0 == name } > 1) }
        }
        try #require(
            fields.duplicate != nil || object.firstDuplicate.map { $0.utf8.elementsEqual("model".utf8) } != true
        )
    }

    private func describe(_ text: [UInt8]) -> String { String(reflecting: String(decoding: text, as: UTF8.self)) }

    private enum ScanResult: Equatable {
        case fields(JSONFields)
        case failure(JSONError)

        static func == (left: Self, right: Self) -> Bool {
            guard case .failure(let left) = left, case .failure(let right) = right else { return false }
            return left == right
        }
    }
}
