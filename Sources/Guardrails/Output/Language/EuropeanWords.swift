/// Whether a text in Latin letters is in a language of Europe other than English, by the words that are in every sentence.
enum EuropeanWords {
    private static let languages: [Set<String>] = [
        "der die das und ist nicht ein eine ich mit zu den von sich auf für wir sie auch es im dem",
        "le la les des est et une dans pour que pas vous nous je sur avec il elle au du ce qui",
        "el los las que es una por con para se del como más pero su al lo no un está este",
        "il che di non per una sono è del con della gli anche come più si le da questo i un",
        "que não uma com para é do da os dos em se por mais como ao um foi na no são",
    ].map { Set($0.split(separator: " ").map(String.init)) }

    /// At least so many words, and one in so many of all words, have to be of one language.
    private static let fewest = 6
    private static let share = 5
    private static let longestWord = 8

    /// Whether the text is in one of the languages.
    static func speak(_ text: [UInt8]) -> Bool {
        var words = 0
        var counts = [Int](repeating: 0, count: languages.count)
        var word: [UInt8] = []
        var length = 0
        for byte in text + [0x20] {
            if byte >= 0x80 || (byte | 0x20) &- UInt8(ascii: "a") < 26 {
                length &+= 1
                if length <= longestWord { word.append(byte < 0x80 ? byte | 0x20 : byte) }
                continue
            }
            if length > 0 { words &+= 1 }
            if length > 0, length <= longestWord {
                let known = String(decoding: word, as: UTF8.self)
                for index in languages.indices where languages[index].contains(known) { counts[index] &+= 1 }
            }
            word.removeAll(keepingCapacity: true)
            length = 0
        }
        let most = counts.max() ?? 0
        return most >= fewest && most &* share >= words
    }
}
