import Settings

/// A configuration in a few words.
enum Summary {
    static func text(of configuration: KanmonConfiguration) -> String {
        let counts = [
            count(configuration.providers.count, "provider"), count(configuration.models.count, "model"),
            count(configuration.keys.count, "key"),
        ]
        return counts.joined(separator: ", ")
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
