/// A part of a text that is sent at once.
struct TextWindow {
    /// Which text of the question.
    let text: Int
    /// The part, in bytes of the text.
    let range: Range<Int>
    /// Whether it is the whole text.
    let isWhole: Bool
    /// The part's bytes: well-formed UTF-8.
    let bytes: ArraySlice<UInt8>

    /// The part as it is written into JSON.
    var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Where something stands in it, in bytes of the window.
    ///
    /// Knuth, Morris and Pratt's search: the time grows with the sum of both lengths, whatever a service says it has found.
    /// - Returns: all places; none where there are more than `most`, so that nobody takes a part of them for all.
    func places(of value: String, most: Int = 1000) -> [Range<Int>] {
        let value = Array(value.utf8)
        guard !value.isEmpty, value.count <= bytes.count else { return [] }
        // How much of the value's beginning ends at each of its bytes.
        var fallback = [0]
        var matched = 0
        for byte in value.dropFirst() {
            while matched > 0, value[matched] != byte { matched = fallback[matched - 1] }
            if value[matched] == byte { matched += 1 }
            fallback.append(matched)
        }
        var places: [Range<Int>] = []
        matched = 0
        for (offset, byte) in bytes.enumerated() {
            while matched > 0, value[matched] != byte { matched = fallback[matched - 1] }
            if value[matched] == byte { matched += 1 }
            guard matched == value.count else { continue }
            guard places.count < most else { return [] }
            places.append(offset + 1 - value.count..<offset + 1)
            matched = 0
        }
        return places
    }
}
