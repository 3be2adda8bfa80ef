import Guardrails

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The texts of the other suites, as a model's answers.
enum StreamCorpus {
    /// Texts with identifiers, and texts with numbers that are none.
    static let identifiers =
        (JapaneseIdentifierTexts.all + InternationalIdentifierTexts.all + WrittenIdentifierTexts.all).map(\.text)

    /// Numbers of business.
    static let numbers = (HardNegativeTests.labelled + HardNegativeTests.written).map { Array($0.utf8) }

    /// Keys and passwords in sentences.
    static let secrets: [[UInt8]] = SecretSpecimen.all.flatMap { specimen -> [[UInt8]] in
        let host = specimen.rule.hasSuffix("url") || specimen.rule == "connection-string" ? "@db.example.com/x" : ""
        let text = specimen.before + specimen.secret + host
        return ["設定は次の通り\n\(text)", "こちらです \(text) をご確認ください"].map { Array($0.utf8) }
    }

    /// Names, and words that look like some.
    static let names = (NameTests.spoken.map(\.0) + NameTests.labelled.map(\.0) + NameTests.lookAlikes).map {
        Array($0.utf8)
    }

    /// Addresses, and places.
    static let addresses =
        (AddressTests.addresses.flatMap {
            ["〒150-0043 \($0)\n電話：03-1234-5678", "住所は\($0)です。", "\"address\": \"\($0)\", \"x\": 1"]
        }
        + AddressTests.places).map { Array($0.utf8) }

    static let all = identifiers + numbers + secrets + names + addresses

    /// Those that are cut at every byte: some of each kind, for they take a minute in a debug build, or all of them with
    /// `KANMON_EXHAUSTIVE=1`.
    static let cut =
        getenv("KANMON_EXHAUSTIVE") == nil
        ? all.enumerated().filter { $0.offset.isMultiple(of: 19) }.map(\.element) : all
}
