/// Whether an answer has HTML, or escape sequences of terminals. Code blocks count too: who puts an answer into a page as it
/// is knows of none.
public struct MarkupCheck: Sendable, Hashable {
    /// What is looked for.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case html
        case ansi
    }

    /// What is looked for.
    public var kinds: Set<Kind>

    /// A check.
    public init(kinds: Set<Kind> = Set(Kind.allCases)) { self.kinds = kinds }

    private static let active: Set<String> = [
        "script", "iframe", "object", "embed", "applet", "frame", "frameset", "base", "meta", "link", "form", "svg",
        "math",
        "style", "template", "portal",
    ]
    private static let plain: Set<String> = [
        "a", "abbr", "address", "area", "article", "aside", "audio", "b", "bdi", "bdo", "blink", "blockquote", "body",
        "br",
        "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "data", "datalist", "dd", "del",
        "details",
        "dfn", "dialog", "div", "dl", "dt", "em", "fieldset", "figcaption", "figure", "font", "footer", "h1", "h2",
        "h3", "h4",
        "h5", "h6", "head", "header", "hr", "html", "i", "img", "image", "input", "ins", "kbd", "label", "legend", "li",
        "main",
        "map", "mark", "marquee", "menu", "nav", "noscript", "ol", "optgroup", "option", "output", "p", "param",
        "picture",
        "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "select", "small", "source", "span", "strike", "strong",
        "sub",
        "summary", "sup", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track",
        "u", "ul",
        "var", "video", "wbr", "!--",
    ]

    /// Checks an answer.
    public func findings(in answer: NormalizedText) -> [Finding] {
        var found: Set<Finding> = []
        if kinds.contains(.html) {
            for view in TextView.all(of: answer) {
                for honorsQuotes in [true, false] {
                    let reader = HTMLReader(view.bytes.span, honorsQuotes: honorsQuotes)
                    for tag in reader.tags { add(view, tag, &found) }
                    for attribute in reader.attributes { add(view, attribute, &found) }
                }
            }
        }
        if kinds.contains(.ansi) { addEscapes(answer.original.span, &found) }
        return Array(found)
    }

    private func add(_ view: TextView, _ tag: HTMLReader.Tag, _ found: inout Set<Finding>) {
        guard found.count < OutputCheck.mostFindings else { return }
        let name = tag.name.hasPrefix("/") ? String(tag.name.dropFirst()) : tag.name
        let isActive = Self.active.contains(name)
        guard isActive || Self.plain.contains(name) else { return }
        let rule = isActive ? "markup.active" : "markup.tag"
        found.insert(Finding(type: .html, range: view.original(tag.range), score: 1, rule: rule))
    }

    private func add(_ view: TextView, _ attribute: HTMLReader.Attribute, _ found: inout Set<Finding>) {
        guard found.count < OutputCheck.mostFindings else { return }
        let isHandler =
            attribute.name.count > 3 && attribute.name.hasPrefix("on")
            && attribute.name.utf8.allSatisfy { $0 &- UInt8(ascii: "a") < 26 }
        let isScript: Bool
        if ["href", "src", "action", "formaction", "xlink:href", "data"].contains(attribute.name) {
            let place = attribute.quote.map(AddressReader.Place.quoted) ?? .unquoted
            let address = AddressReader(view.bytes.span, from: attribute.value, place)
            isScript = LinkAddress(address.bytes) == .script
        } else {
            isScript = false
        }
        guard isHandler || isScript else { return }
        let rule = isHandler ? "markup.handler" : "markup.script"
        found.insert(Finding(type: .html, range: view.original(attribute.range), score: 1, rule: rule))
    }

    /// ECMA-48: what begins with ESC, and the controls of one character that stand for it.
    private func addEscapes(_ text: Span<UInt8>, _ found: inout Set<Finding>) {
        var index = 0
        var count = 0
        while index < text.count, count < OutputCheck.mostFindings {
            let isEscape = text[index] == 0x1B
            let isControl =
                text[index] == 0xC2 && index &+ 1 < text.count && text[index &+ 1] &- 0x80 < 0x20
                && text[index &+ 1] != 0x85
            guard isEscape || isControl else {
                index &+= 1
                continue
            }
            let start = index
            let introducer = isEscape ? (index &+ 1 < text.count ? text[index &+ 1] : 0) : text[index &+ 1] &- 0x40
            index = min(index &+ 2, text.count)
            let rule: String
            switch introducer {
            case UInt8(ascii: "["):
                rule = "markup.csi"
                while index < text.count, index &- start < 64, text[index] &- 0x20 < 0x20 { index &+= 1 }
                if index < text.count, text[index] &- 0x40 < 0x3F { index &+= 1 }
            case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
                rule = "markup.osc"
                while index < text.count, index &- start < 4096, text[index] >= 0x20 { index &+= 1 }
                if index < text.count, text[index] == 0x07 { index &+= 1 }
            default: rule = "markup.escape"
            }
            found.insert(Finding(type: .ansiEscape, range: start..<index, score: 1, rule: rule))
            count &+= 1
        }
    }
}
