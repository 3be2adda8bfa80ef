import NIOCore
import Testing

@testable import Gateway

@Suite("How many refused requests are told of")
struct RefusalPaceTests {
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    /// A pace, and what it lets through.
    private struct Course {
        var pace = RefusalPace()

        /// Takes requests at one moment: how many of them are told of, and the delays behind which a count is to be told.
        mutating func take(_ count: Int, at time: TimeAmount) -> [String] {
            var told = 0
            var delays: [String] = []
            for _ in 0..<count {
                switch pace.take(at: RefusalPaceTests.start + time) {
                case .tell: told += 1
                case .leaveOut(tellCountIn: let delay?): delays.append("count in \(delay.nanoseconds / 1_000_000_000)")
                case .leaveOut(tellCountIn: nil): break
                }
            }
            return ["\(told)"] + delays
        }
    }

    @Test("all of few, some of many, and how many more there were")
    func bound() {
        var course = Course()
        let steps = [
            course.take(20, at: .seconds(0)), ["\(course.pace.takeLeftOut())"], course.take(1000, at: .seconds(3)),
            course.take(5, at: .seconds(9)), ["\(course.pace.takeLeftOut())", "\(course.pace.takeLeftOut())"],
        ]
        #expect(steps == [["20"], ["0"], ["0", "count in 7"], ["0"], ["1005", "0"]])
    }

    @Test("again in the next window, also where the count is told late")
    func windows() {
        var course = Course()
        let steps = [
            course.take(21, at: .seconds(0)),
            // Somebody is about to tell already.
            course.take(30, at: .seconds(10)), ["\(course.pace.takeLeftOut())"],
            // From here on nobody is.
            course.take(1, at: .seconds(12)), course.take(1, at: .seconds(100)),
        ]
        #expect(steps == [["20", "count in 10"], ["20"], ["11"], ["0", "count in 8"], ["1"]])
    }
}
