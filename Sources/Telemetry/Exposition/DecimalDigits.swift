/// Exact decimal numbers as text.
enum DecimalDigits {
    /// `units` / 10^`decimals`, without zeros at the end and without an exponent.
    static func text(_ units: Int128, decimals: Int) -> String {
        let digits = String(units.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
        let point = padded.index(padded.endIndex, offsetBy: -decimals)
        var fraction = padded[point...]
        while fraction.last == "0" { fraction.removeLast() }
        let sign = units < 0 ? "-" : ""
        return fraction.isEmpty ? sign + padded[..<point] : sign + padded[..<point] + "." + fraction
    }
}
