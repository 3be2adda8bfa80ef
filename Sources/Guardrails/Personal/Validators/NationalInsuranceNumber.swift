/// The letters around a national insurance number of the United Kingdom (HMRC manual NIM39110).
enum NationalInsuranceNumber {
    private static let notFirst = ByteSet("DFIQUV")
    private static let notSecond = ByteSet("DFIQUVO")
    private static let notGiven: Set<String> = ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"]

    /// - Parameters: the letters in capitals.
    static func isValid(first: UInt8, second: UInt8, suffix: UInt8) -> Bool {
        guard ByteSet.capitals.contains(first), ByteSet.capitals.contains(second), !notFirst.contains(first),
            !notSecond.contains(second), (UInt8(ascii: "A")...UInt8(ascii: "D")).contains(suffix)
        else { return false }
        return !notGiven.contains(String(decoding: [first, second], as: UTF8.self))
    }
}
