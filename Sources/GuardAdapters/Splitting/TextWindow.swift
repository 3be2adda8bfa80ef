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

    /// Where something stands in it, in bytes of the window; the first few thousand places.
    func places(of value: String) -> [Range<Int>] {
        let value = Array(value.utf8)
        guard let first = value.first, value.count <= bytes.count else { return [] }
        var places: [Range<Int>] = []
        var start = bytes.startIndex
        let last = bytes.endIndex - value.count
        while start <= last, places.count < 4096 {
            if bytes[start] == first, bytes[start..<(start + value.count)].elementsEqual(value) {
                let lower = start - bytes.startIndex
                places.append(lower..<(lower + value.count))
                start += value.count
            } else {
                start += 1
            }
        }
        return places
    }
}
