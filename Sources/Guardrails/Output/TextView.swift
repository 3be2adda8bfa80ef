/// A text in one of the forms in which it is looked at: as it came, which is what a program shows that renders it, and
/// normalised, which is what a person reads and a browser makes of an address.
struct TextView {
    /// UTF-8.
    let bytes: [UInt8]
    /// The way to the original; `nil` where it is the original.
    let map: OffsetMap?

    /// The forms of a text that differ.
    static func all(of text: NormalizedText) -> [TextView] {
        let original = TextView(bytes: text.original, map: nil)
        return text.original == text.bytes ? [original] : [original, TextView(bytes: text.bytes, map: text.map)]
    }

    /// A range in bytes of the original.
    func original(_ range: Range<Int>) -> Range<Int> { map?.original(range) ?? range }
}
