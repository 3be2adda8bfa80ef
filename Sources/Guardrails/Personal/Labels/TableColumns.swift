/// Where a text is a table (CSV, TSV, columns between bars), the header of each cell's column.
///
/// A table is a run of lines with the same number of separators; its first line is the header.
struct TableColumns {
    private struct Line {
        var range: Range<Int>
        var separator: UInt8
        var separators: Int
        /// The index of the table's first line.
        var header: Int
    }

    /// Longer cells are no headers.
    private static let longestHeader = 60
    private static let separators: [UInt8] = [UInt8(ascii: "\t"), UInt8(ascii: "|"), UInt8(ascii: ",")]

    private let bytes: [UInt8]
    private var lines: [Line] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        guard bytes.contains(UInt8(ascii: "\n")) else { return }
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            append(start..<end)
            start = end + 1
        }
    }

    private mutating func append(_ range: Range<Int>) {
        var counts = (tabs: 0, bars: 0, commas: 0)
        var isQuoted = false
        for place in range {
            switch bytes[place] {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "\t"): counts.tabs += 1
            case UInt8(ascii: "|"): counts.bars += 1
            case UInt8(ascii: ","): if !isQuoted { counts.commas += 1 }
            default: break
            }
        }
        let kind = counts.tabs > 0 ? 0 : counts.bars > 1 ? 1 : 2
        let count = [counts.tabs, counts.bars, counts.commas][kind]
        var line = Line(range: range, separator: Self.separators[kind], separators: count, header: lines.count)
        if let last = lines.last, count > 0, last.separators == count, last.separator == line.separator {
            line.header = last.header
        }
        lines.append(line)
    }

    /// The cell of a table that a place stands in.
    /// - Returns: the table by its first line, and the column; `nil` outside of tables and in headers.
    func cell(of offset: Int) -> (table: Int, column: Int)? {
        var (low, high) = (0, lines.count)
        while low < high {
            let middle = (low + high) / 2
            if lines[middle].range.upperBound < offset { low = middle + 1 } else { high = middle }
        }
        guard low < lines.count, lines[low].range.contains(offset), lines[low].header < low else { return nil }
        let line = lines[low]
        var (column, isQuoted) = (0, false)
        for place in line.range.lowerBound..<offset {
            if bytes[place] == UInt8(ascii: "\"") { isQuoted.toggle() }
            if bytes[place] == line.separator, !isQuoted || line.separator != UInt8(ascii: ",") { column += 1 }
        }
        return (line.header, column)
    }

    /// The first line of the table that the line around a place continues; `nil` where it continues none.
    func header(of offset: Int) -> Range<Int>? {
        guard let line = lines.last(where: { $0.range.lowerBound <= offset }) else { return nil }
        let isTable = lines[line.header].range.lowerBound < line.range.lowerBound && line.separators > 0
        // The line may have no more than its beginning yet.
        if isTable { return lines[line.header].range }
        guard let last = lines.last(where: { $0.range.upperBound < line.range.lowerBound }), last.separators > 0 else {
            return nil
        }
        return lines[last.header].range
    }

    /// The headers of a table's columns, by its first line; longer cells are none.
    func headers(of table: Int) -> [Range<Int>?] {
        guard lines.indices.contains(table) else { return [] }
        let line = lines[table]
        var cells: [Range<Int>?] = []
        var (start, isQuoted) = (line.range.lowerBound, false)
        func append(_ end: Int) { cells.append(end - start <= Self.longestHeader ? start..<end : nil) }
        for place in line.range {
            if bytes[place] == UInt8(ascii: "\"") { isQuoted.toggle() }
            if bytes[place] == line.separator, !isQuoted || line.separator != UInt8(ascii: ",") {
                append(place)
                start = place + 1
            }
        }
        append(line.range.upperBound)
        return cells
    }
}
