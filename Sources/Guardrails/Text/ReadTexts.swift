/// Texts, each of which is normalised when somebody first asks for it.
struct ReadTexts {
    private let originals: [[UInt8]]
    private var normalized: [NormalizedText?]
    private let normalizer = Normalizer()

    /// Texts, UTF-8.
    init(_ texts: [[UInt8]]) {
        originals = texts
        normalized = Array(repeating: nil, count: texts.count)
    }

    /// Texts that are normalised already.
    init(_ texts: [NormalizedText]) {
        originals = []
        normalized = texts
    }

    /// A text by its place.
    subscript(place: Int) -> NormalizedText {
        mutating get {
            if let known = normalized[place] { return known }
            let text = normalizer.normalize(originals[place])
            normalized[place] = text
            return text
        }
    }
}
