/// The characters that tool names and call ids may have at all providers: letters, digits, `_` and `-`.
enum ToolNames {
    static func isValid(_ name: String, longest: Int, extra: String = "") -> Bool {
        (1...longest).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
                default: extra.unicodeScalars.contains(scalar)
                }
            }
    }
}
