/// The vectors of the provider's embedding models: the same text gets the same one everywhere, and texts with words in
/// common are near to each other. Each model has a space of its own.
enum TextVector {
    /// The vector of a text, of length 1.
    static func of(_ text: String, model: String, dimensions: Int) -> [Float] {
        of(words(of: text), model: model, dimensions: dimensions)
    }

    /// The vector of a text that is given as tokens.
    static func of(_ tokens: [Int], model: String, dimensions: Int) -> [Float] {
        of(tokens.map { "#\($0)" }, model: model, dimensions: dimensions)
    }

    /// How many dimensions a model's vectors have: what its name ends with, as `sim-embed-64d`, else as many as usual.
    static func dimensions(of model: String, usually usual: Int) -> Int {
        guard let last = model.split(separator: "-").last, last.hasSuffix("d"), let count = Int(last.dropLast()),
            (1...16_384).contains(count)
        else { return usual }
        return count
    }

    private static func of(_ words: [String], model: String, dimensions: Int) -> [Float] {
        var sum = [Float](repeating: 0, count: dimensions)
        let space = Fingerprint(model.utf8)
        for word in words {
            var state = space.mixed(with: word).value
            for index in sum.indices {
                // SplitMix64, as for the letters of ids.
                state = state &+ 0x9e37_79b9_7f4a_7c15
                var mixed = state
                mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
                mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
                sum[index] += Float(Int32(truncatingIfNeeded: mixed >> 32)) / Float(Int32.max)
            }
        }
        var squares: Float = 0
        for component in sum { squares += component * component }
        guard squares > 0 else {
            if let first = sum.indices.first { sum[first] = 1 }
            return sum
        }
        let length = squares.squareRoot()
        return sum.map { $0 / length }
    }

    /// Words in small letters; in scripts without spaces each character is one.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        for character in text.lowercased() {
            let isWide = character.unicodeScalars.contains { $0.value >= 0x3000 }
            if !isWide, character.isLetter || character.isNumber {
                word.append(character)
                continue
            }
            if !word.isEmpty { words.append(word) }
            word = ""
            if isWide { words.append(String(character)) }
        }
        if !word.isEmpty { words.append(word) }
        return words.isEmpty ? [text] : words
    }
}
