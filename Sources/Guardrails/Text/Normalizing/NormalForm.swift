/// Normalisation form KC of short runs of characters (Unicode Standard Annex 15).
///
/// A run begins at a character that joins nothing before it and ends before the next such: what stands in one run never acts
/// on another, so a text is normalised run by run, and runs that cannot change are not looked at.
struct NormalForm {
    private let data: UnicodeData
    private var decomposed: [UInt32] = []

    init(_ data: UnicodeData) { self.data = data }

    /// The form of a run.
    /// - Parameters:
    ///   - codes: the run as it stands.
    ///   - composed: is replaced by the form.
    mutating func compose(_ codes: [UInt32], into composed: inout [UInt32]) {
        decomposed.removeAll(keepingCapacity: true)
        for code in codes { data.decompose(code, into: &decomposed) }
        order()
        composed.removeAll(keepingCapacity: true)
        var starter: Int?
        var lastClass: UInt8 = 0
        for code in decomposed {
            let combiningClass = data.combiningClass(of: code)
            // A mark reaches the starter unless another of its class or a higher one stands between.
            if let starter, lastClass == 0 ? composed.count == starter &+ 1 : lastClass < combiningClass,
                let composite = data.composition(composed[starter], code)
            {
                composed[starter] = composite
                continue
            }
            if combiningClass == 0 {
                starter = composed.count
                lastClass = 0
            } else {
                lastClass = combiningClass
            }
            composed.append(code)
        }
    }

    /// Brings marks into the order of their classes, those of one class staying as they are.
    private mutating func order() {
        var index = 0
        while index < decomposed.count {
            guard data.combiningClass(of: decomposed[index]) != 0 else {
                index &+= 1
                continue
            }
            let start = index
            var isOrdered = true
            var last: UInt8 = 0
            while index < decomposed.count {
                let combiningClass = data.combiningClass(of: decomposed[index])
                if combiningClass == 0 { break }
                if combiningClass < last { isOrdered = false }
                last = combiningClass
                index &+= 1
            }
            if isOrdered { continue }
            let sorted = decomposed[start..<index].enumerated()
                .sorted {
                    (data.combiningClass(of: $0.element), $0.offset) < (data.combiningClass(of: $1.element), $1.offset)
                }
            for (offset, mark) in sorted.enumerated() { decomposed[start &+ offset] = mark.element }
        }
    }
}

extension NormalForm {
    /// The form of a whole text, without any of the foldings that detectors want.
    static func ofText(_ text: [UInt8]) -> [UInt8] {
        let data = UnicodeData()
        var form = NormalForm(data)
        var output: [UInt8] = []
        var run: [UInt32] = []
        var composed: [UInt32] = []
        func flush() {
            form.compose(run, into: &composed)
            for code in composed { output.appendUTF8(code) }
            run.removeAll(keepingCapacity: true)
        }
        var index = 0
        let bytes = text.span
        while index < bytes.count {
            let scalar = UTF8Scalar(bytes, at: index)
            if !scalar.isValid {
                flush()
                output.append(bytes[index])
            } else {
                if !data.record(of: scalar.code).joinsBefore { flush() }
                run.append(scalar.code)
            }
            index &+= scalar.length
        }
        flush()
        return output
    }
}
