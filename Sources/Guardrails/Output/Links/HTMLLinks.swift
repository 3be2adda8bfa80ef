/// Addresses in attributes and styles of HTML.
struct HTMLLinks {
    private(set) var links: [Link] = []

    private static let embedding: Set<String> = [
        "src", "poster", "background", "lowsrc", "dynsrc", "data", "manifest", "code", "codebase",
    ]
    private static let linking: Set<String> = [
        "href", "xlink:href", "action", "formaction", "ping", "cite", "longdesc",
    ]
    /// Tags whose `href` is fetched, or moves every other address.
    private static let fetching: Set<String> = [
        "link", "image", "use", "base", "feimage", "script", "filter", "pattern",
    ]

    init(_ text: Span<UInt8>) {
        var hasStyle = false
        for honorsQuotes in [true, false] {
            let reader = HTMLReader(text, honorsQuotes: honorsQuotes)
            hasStyle = hasStyle || reader.tags.contains { $0.name == "style" }
            for attribute in reader.attributes {
                let place = attribute.quote.map(AddressReader.Place.quoted) ?? .unquoted
                switch attribute.name {
                case "style": hasStyle = true
                case "srcset", "imagesrcset": addSet(text, attribute)
                case "content" where attribute.tag == "meta": addRefresh(text, attribute, place)
                case _ where Self.embedding.contains(attribute.name): add(text, attribute.value, place, .embedded)
                case _ where Self.linking.contains(attribute.name):
                    add(text, attribute.value, place, Self.fetching.contains(attribute.tag) ? .embedded : .link)
                default: break
                }
            }
        }
        if hasStyle { addStyles(text) }
    }

    /// - Returns: how far the address was read.
    @discardableResult
    private mutating func add(
        _ text: Span<UInt8>,
        _ start: Int,
        _ place: AddressReader.Place,
        _ kind: Link.Kind
    ) -> Int {
        let reader = AddressReader(text, from: start, place)
        let address = LinkAddress(reader.bytes, isCut: reader.isCut)
        guard address != .relative else { return reader.end }
        links.append(Link(kind: kind, range: start..<reader.end, addresses: [address]))
        return reader.end
    }

    /// `srcset="a.png 1x, b.png 2x"`
    private mutating func addSet(_ text: Span<UInt8>, _ attribute: HTMLReader.Attribute) {
        guard let quote = attribute.quote else {
            add(text, attribute.value, .unquoted, .embedded)
            return
        }
        var index = attribute.value
        while index < text.count, text[index] != quote, text[index] != UInt8(ascii: ">") {
            while index < text.count, text[index] <= 0x20 || text[index] == UInt8(ascii: ",") { index &+= 1 }
            index = max(index, add(text, index, .candidate(quote), .embedded))
            while index < text.count, text[index] != UInt8(ascii: ","), text[index] != quote,
                text[index] != UInt8(ascii: ">")
            {
                index &+= 1
            }
        }
    }

    /// `content="0; url=…"`
    private mutating func addRefresh(
        _ text: Span<UInt8>,
        _ attribute: HTMLReader.Attribute,
        _ place: AddressReader.Place
    ) {
        var index = attribute.value
        let end = min(text.count, index &+ 64)
        while index &+ 4 < end {
            if text[index] | 0x20 == UInt8(ascii: "u"), text[index &+ 1] | 0x20 == UInt8(ascii: "r"),
                text[index &+ 2] | 0x20 == UInt8(ascii: "l")
            {
                var start = index &+ 3
                while start < end,
                    text[start] <= 0x20 || text[start] == UInt8(ascii: "=") || text[start] == UInt8(ascii: "'")
                {
                    start &+= 1
                }
                add(text, start, place, .embedded)
                return
            }
            index &+= 1
        }
    }

    /// `url(…)` and `@import "…"`, wherever they stand.
    private mutating func addStyles(_ text: Span<UInt8>) {
        var index = 0
        while index &+ 7 < text.count {
            defer { index &+= 1 }
            let isURL = Self.matches(text, index, "url(")
            guard isURL || Self.matches(text, index, "@import") else { continue }
            var start = index &+ (isURL ? 4 : 7)
            let limit = min(text.count, start &+ 64)
            while start < limit,
                text[start] <= 0x20 || text[start] == UInt8(ascii: "\"") || text[start] == UInt8(ascii: "'")
            {
                start &+= 1
            }
            add(text, start, .unquoted, .embedded)
        }
    }

    private static func matches(_ text: Span<UInt8>, _ start: Int, _ word: StaticString) -> Bool {
        for offset in 0..<word.utf8CodeUnitCount {
            let byte = text[start &+ offset]
            let expected = word.withUTF8Buffer { $0[offset] }
            guard byte == expected || byte | 0x20 == expected else { return false }
        }
        return true
    }
}
