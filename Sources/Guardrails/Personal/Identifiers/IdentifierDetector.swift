/// Finds the numbers and addresses that tell who somebody is.
///
/// Patterns only say where digits and signs stand; what they are is decided by form, check digit, grouping and the nearest
/// label. Ranges hold the number with the signs within it, without its label: of a bank account the number, with the codes of
/// bank and branch where they are joined to it in front; of a telephone number no extension; of a URL the user and the
/// password; of a postal code no 〒; of a day of birth the era's name too.
public struct IdentifierDetector: Detector {
    private enum Anchor: Int, CaseIterable {
        case digits, mail, speltMail, url, era, longAddress, cardAddress, bitcoin, segwit, ethereum, passport

        var pattern: Pattern {
            switch self {
            case .digits: Pattern("(?:^|[^0-9])[0-9]", reportsStart: false)
            case .mail: Pattern("[0-9A-Za-z_]@[0-9A-Za-z]", reportsStart: false)
            case .speltMail: Pattern("[\\[(] ?at ?[\\])]", isCaseInsensitive: true, reportsStart: false)
            case .url: Pattern("://", reportsStart: false)
            case .era: Pattern("明治|大正|昭和|平成|令和", reportsStart: false)
            case .longAddress: Pattern(":[0-9a-fA-F]{1,4}:|::[0-9a-fA-F]", reportsStart: false)
            case .cardAddress: Pattern("[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5}", reportsStart: false)
            case .bitcoin:
                Pattern("(?:^|[^0-9A-Za-z])[13][1-9A-HJ-NP-Za-km-z]{25}", reportsStart: false)
            case .segwit: Pattern("bc1[02-9ac-hj-np-z]{11}", isCaseInsensitive: true, reportsStart: false)
            case .ethereum: Pattern("0x[0-9a-fA-F]{40}", reportsStart: false)
            case .passport: Pattern("P[<A-Z][A-Z]{3}[A-Z]{1,30}<<", reportsStart: false)
            }
        }
    }

    /// The patterns that propose candidates.
    public let patterns = Anchor.allCases.map(\.pattern)

    /// A detector.
    public init() {}

    /// Decides about candidates.
    public func findings(in text: NormalizedText, matches: [PatternMatch], context: ScanContext) -> [Finding] {
        guard !matches.isEmpty else { return [] }
        var reading = IdentifierReading(text.bytes, fieldName: context.fieldName)
        for match in matches {
            switch Anchor(rawValue: match.pattern) {
            case .digits: reading.readDigits(at: match.end - 1)
            case .mail: reading.readMail(at: match.end - 2)
            case .speltMail: reading.readSpeltMail(endingAt: match.end)
            case .url: reading.readURL(behind: match.end)
            case .era: reading.readEra(endingAt: match.end)
            case .longAddress: reading.readLongAddress(around: match.end)
            case .cardAddress: reading.readCardAddress(endingAt: match.end)
            case .bitcoin: reading.readWallet(from: match.end - 26, .base58, limit: 35)
            case .segwit: reading.readWallet(from: match.end - 14, .alphanumerics, limit: 90)
            case .ethereum: reading.readWallet(from: match.end - 42, .alphanumerics, limit: 42)
            case .passport: reading.readPassport(around: match.end)
            case nil: break
            }
        }
        return reading.findings
    }
}
