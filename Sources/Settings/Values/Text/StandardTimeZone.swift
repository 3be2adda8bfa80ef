/// The time zone that counts where a document names none.
enum StandardTimeZone {
    /// The most likely one for the process's language: Japan has one time zone, other languages say too little.
    /// - Parameter environment: of its variables, the first that is set counts of those that decide the language (POSIX.1,
    ///   §8.2).
    static func name(in environment: [String: String]) -> String {
        let locale = ["LC_ALL", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        return locale == "ja" || ["_", ".", "@"].contains(where: { locale.hasPrefix("ja" + $0) }) ? "Asia/Tokyo" : "UTC"
    }
}
