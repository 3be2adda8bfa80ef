/// What a request says of the cache, in `cache-control` (RFC 9111 §5.2.1) and `x-kanmon-cache`.
///
/// | word | the stored answer | the new one |
/// |---|---|---|
/// | `cache-control: no-store` | is given | is not stored |
/// | `cache-control: no-cache` | is not given | is stored |
/// | `cache-control: max-age=n` | is given if it is at most n seconds old | is stored |
/// | `x-kanmon-cache: refresh` | is not given | is stored, and asks for the cache |
/// | `x-kanmon-cache: bypass` | is not given | is not stored |
/// | `x-kanmon-cache: ttl=5m` | is given | is stored for so long, and asks for the cache |
/// | `x-kanmon-cache: namespace=x` | only of this namespace | is stored there, and asks for the cache |
/// | `x-kanmon-cache: semantic` | also one to a question that means the same | is stored, and asks for the cache |
/// | `x-kanmon-cache: exact` | only one to the same question | is stored |
///
/// Several add up, and of two the stricter one counts: `bypass` beside `ttl=5m` bypasses. Other words of `cache-control` are
/// not for this cache and pass; other words of `x-kanmon-cache` are mistakes.
public struct CacheDirectives: Hashable, Sendable {
    /// The longest name of a namespace.
    public static let longestNamespace = 64

    /// A stored answer is not given.
    public var skipsLookup = false
    /// The new answer is not stored.
    public var skipsStore = false
    /// The oldest stored answer that will do.
    public var maximumAge: Duration?
    /// How long the new answer is to be given.
    public var timeToLive: Duration?
    /// A part of the tenant's answers kept apart.
    public var namespace: String?
    /// The request asks for the cache, where that is left to it.
    public var asks = false
    /// The request asks to be answered by meaning, where that is left to it.
    public var asksSemantic = false
    /// The request wants no answer but one to the same question.
    public var isExact = false

    /// Creates directives that say nothing.
    public init() {}

    /// Reads a request's headers.
    /// - Parameters:
    ///   - cacheControl: the value of `cache-control`; several joined with commas.
    ///   - kanmonCache: the value of `x-kanmon-cache`; several joined with commas.
    /// - Throws: ``CacheError`` with the code `invalid_cache_directive` that says which word is wrong.
    public init(cacheControl: String?, kanmonCache: String?) throws(CacheError) {
        if let cacheControl { try read(cacheControl: cacheControl) }
        if let kanmonCache { try read(kanmonCache: kanmonCache) }
    }

    /// Whether the request neither takes from the cache nor gives to it.
    public var isBypass: Bool { skipsLookup && skipsStore }

    private mutating func read(cacheControl header: String) throws(CacheError) {
        for (name, value) in Self.words(of: header) {
            switch name.lowercased() {
            case "no-store": skipsStore = true
            case "no-cache": skipsLookup = true
            case "max-age":
                guard let value, let seconds = Self.seconds(value) else {
                    throw Self.problem(
                        "cache-control",
                        "'max-age' of 'cache-control' takes a whole number of seconds, as in 'max-age=60'."
                    )
                }
                let age = Duration.seconds(seconds)
                maximumAge = maximumAge.map { min($0, age) } ?? age
            // Words for other caches on the way.
            default: break
            }
        }
    }

    private mutating func read(kanmonCache header: String) throws(CacheError) {
        let name = "x-kanmon-cache"
        for (word, value) in Self.words(of: header) {
            switch (word.lowercased(), value) {
            case ("refresh", nil):
                skipsLookup = true
                asks = true
            case ("bypass", nil):
                skipsLookup = true
                skipsStore = true
            case ("semantic", nil):
                asksSemantic = true
                asks = true
            case ("exact", nil): isExact = true
            case ("ttl", let value?):
                guard let time = Self.duration(value), time > .zero else {
                    throw Self.problem(
                        name,
                        "'ttl' of '\(name)' takes a time above zero, as in 'ttl=90s', 'ttl=5m', 'ttl=12h' or 'ttl=7d'."
                    )
                }
                timeToLive = timeToLive.map { min($0, time) } ?? time
                asks = true
            case ("namespace", let value?):
                guard Self.isNamespace(value) else {
                    throw Self.problem(
                        name,
                        "'namespace' of '\(name)' takes 1 to \(Self.longestNamespace) letters, digits, '.', '_', '-', "
                            + "':' and '/'."
                    )
                }
                guard namespace == nil || namespace == value else {
                    throw Self.problem(name, "'\(name)' names two namespaces.")
                }
                namespace = value
                asks = true
            default:
                throw Self.problem(
                    name,
                    "'\(name)' does not know '\(word.prefix(32))'; allowed: refresh, bypass, exact, semantic, ttl=TIME, "
                        + "namespace=NAME."
                )
            }
        }
    }

    // MARK: - Words

    /// The words of a list (RFC 9110 §5.6.1), each with what stands behind its `=`; quotes around that are taken off.
    private static func words(of header: String) -> [(String, String?)] {
        header.split(separator: ",").compactMap { element in
            let word = trimmed(element)
            guard !word.isEmpty else { return nil }
            guard let sign = word.firstIndex(of: "=") else { return (String(word), nil) }
            var value = trimmed(word[word.index(after: sign)...])
            if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") { value = value.dropFirst().dropLast() }
            return (String(trimmed(word[..<sign])), String(value))
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        var text = text.drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return text
    }

    /// A whole number of seconds (RFC 9111 §1.2.2): one that is too large counts as very long.
    private static func seconds(_ text: String) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return min(Int64(text) ?? .max, 1 << 31)
    }

    private static let units: [(String, Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// A time with its unit, or in seconds without one; never longer than about 68 years.
    private static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let rest = text[digits.endIndex...]
        guard !digits.isEmpty, digits.utf8.count <= 12, let count = Int64(digits) else { return nil }
        let unit = rest.isEmpty ? 1000 : units.first { $0.0 == rest }?.1
        guard let unit else { return nil }
        let (product, overflow) = count.multipliedReportingOverflow(by: unit)
        return .milliseconds(overflow ? 1 << 41 : min(product, 1 << 41))
    }

    private static func isNamespace(_ text: String) -> Bool {
        guard (1...longestNamespace).contains(text.utf8.count) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "._-:/".utf8.contains(byte)
            }
        }
    }

    private static func problem(_ header: String, _ message: String) -> CacheError {
        CacheError(.invalidDirective, message, header: header)
    }
}
