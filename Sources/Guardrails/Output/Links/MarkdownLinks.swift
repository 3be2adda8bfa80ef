/// Links and images of Markdown (CommonMark §6.3, §6.4, §4.7), read liberally: what any program may take for one is one.
struct MarkdownLinks {
    /// The links, in the order of their addresses.
    private(set) var links: [Link] = []

    private struct Bracket {
        var start: Int
        var isImage: Bool
    }

    private struct Definition {
        var label: String
        var link: Link
    }

    private var open: [Bracket] = []
    private var openImages = 0
    private var definitions: [Definition] = []
    /// Labels that images refer to.
    private var imageLabels: Set<String> = []

    private static let longestLabel = 200

    init(_ text: Span<UInt8>) {
        var index = 0
        var isBlank = true
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\\") where index &+ 1 < text.count && text[index &+ 1] < 0x80 && text[index &+ 1] > 0x20:
                index &+= 1
            case UInt8(ascii: "\n"):
                // Nothing reaches over the end of a paragraph.
                if isBlank {
                    open.removeAll(keepingCapacity: true)
                    openImages = 0
                }
                isBlank = true
                index &+= 1
                continue
            case UInt8(ascii: "["):
                let isImage = index > 0 && text[index &- 1] == UInt8(ascii: "!")
                open.append(Bracket(start: index &+ 1, isImage: isImage))
                if isImage { openImages &+= 1 }
            case UInt8(ascii: "]"): close(text, at: index)
            default: break
            }
            if text[index] > 0x20 { isBlank = false }
            index &+= 1
        }
        for definition in definitions {
            var link = definition.link
            if imageLabels.contains(definition.label) { link.kind = .image }
            links.append(link)
        }
        links.sort { $0.range.lowerBound < $1.range.lowerBound }
    }

    private mutating func close(_ text: Span<UInt8>, at index: Int) {
        // A bracket in code or behind a backslash may have been taken for one: an image stays possible as long as one is open.
        let isImage = openImages > 0
        let bracket = open.popLast()
        if bracket?.isImage == true { openImages &-= 1 }
        let next = index &+ 1
        let following = next < text.count ? text[next] : 0
        switch following {
        case UInt8(ascii: "("):
            if let link = link(text, from: next &+ 1, isImage ? .image : .link) { links.append(link) }
        case UInt8(ascii: ":"):
            guard let bracket, let label = label(text, bracket.start..<index),
                let link = link(text, from: next &+ 1, .link)
            else { return }
            definitions.append(Definition(label: label, link: link))
        case UInt8(ascii: "[") where isImage:
            var end = next &+ 1
            while end < text.count, end &- next <= Self.longestLabel, text[end] != UInt8(ascii: "]") { end &+= 1 }
            if end > next &+ 1, let label = label(text, (next &+ 1)..<end) { imageLabels.insert(label) }
            fallthrough
        default:
            if isImage, let bracket, let label = label(text, bracket.start..<index) { imageLabels.insert(label) }
        }
    }

    private func link(_ text: Span<UInt8>, from start: Int, _ kind: Link.Kind) -> Link? {
        var index = start
        while index < text.count, text[index] <= 0x20, index &- start < 64 { index &+= 1 }
        guard index < text.count else { return nil }
        let isAngled = text[index] == UInt8(ascii: "<")
        let begin = isAngled ? index &+ 1 : index
        let place: AddressReader.Place = isAngled ? .angles : .markdown
        let reader = AddressReader(text, from: begin, place)
        var addresses = [LinkAddress(reader.bytes, isCut: reader.isCut)]
        // Programs that know no escapes read a backslash as a slash.
        let literal = AddressReader(text, from: begin, place, unescapes: false)
        if literal.bytes != reader.bytes { addresses.append(LinkAddress(literal.bytes, isCut: literal.isCut)) }
        guard addresses.contains(where: { $0 != .relative }) else { return nil }
        return Link(kind: kind, range: begin..<reader.end, addresses: addresses)
    }

    /// A label as labels are compared: small letters, white space as one space.
    private func label(_ text: Span<UInt8>, _ range: Range<Int>) -> String? {
        guard range.count <= Self.longestLabel, !range.isEmpty else { return nil }
        var bytes: [UInt8] = []
        for index in range { bytes.append(text[index]) }
        return String(decoding: bytes, as: UTF8.self).lowercased().split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }
}
