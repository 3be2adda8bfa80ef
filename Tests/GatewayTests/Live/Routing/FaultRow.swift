import Testing

/// A row of the fault table: what goes wrong, and what has to come of it.
///
/// Attempts are written as ``Gateway/RequestRecord/course(_:)`` writes them; `A` has the fault, `B` is well.
struct FaultRow: CustomTestStringConvertible, Sendable {
    /// What goes wrong at A.
    enum Fault: Sendable {
        /// A simulated fault, by its name.
        case simulated(String)
        /// A is no provider at all.
        case address(UnusableAddress)
    }

    /// What is expected of one request.
    struct Course: Sendable {
        /// The attempts where B can take over.
        var paired: [String]
        /// The attempts where there is nobody else.
        var alone: [String]
        /// What the caller is answered where nobody else is there; 200 on a stream that breaks behind its first content.
        var status: Int
        /// The status where the surface is Anthropic's, which has one of its own for overload.
        var anthropicStatus: Int?
        /// `retry-after` where nobody else is there.
        var wait: String?

        /// Whether B answers in the end.
        var isMended: Bool { paired.last == "B answered" }
    }

    var fault: Fault
    /// What is expected of a whole answer; `nil` for a fault that only streams have.
    var whole: Course?
    /// What is expected of a stream; `nil` for a fault that only whole answers have.
    var stream: Course?
    /// The surfaces on which it is tried.
    var surfaces = Surface.all
    /// Whether A speaks another dialect than the caller. Bytes of its own dialect go on as they come, so some faults only
    /// show where they are read.
    var isTranslated = false
    /// The time for the request as a whole, in milliseconds.
    var total = 30_000

    var testDescription: String {
        switch fault {
        case .simulated(let name): name
        case .address(let address): "\(address)"
        }
    }

    init(
        _ fault: String,
        whole: Course? = nil,
        stream: Course? = nil,
        surfaces: [Surface] = Surface.all,
        isTranslated: Bool = false,
        total: Int = 30_000
    ) {
        self.fault = .simulated(fault)
        self.whole = whole
        self.stream = stream
        self.surfaces = surfaces
        self.isTranslated = isTranslated
        self.total = total
    }

    /// The same comes of it whether a stream was asked for or not.
    init(_ fault: String, _ course: Course) { self.init(fault, whole: course, stream: course) }

    init(_ address: UnusableAddress, _ course: Course) {
        fault = .address(address)
        whole = course
        stream = course
    }
}

extension FaultRow.Course {
    /// B is asked at once; A, where it is alone, once more.
    static func failsOver(_ kind: String, status: Int, anthropic: Int? = nil, wait: String? = nil) -> Self {
        Self(
            paired: ["A \(kind) next other-target", "B answered"],
            alone: ["A \(kind) again only-target", "A \(kind) stop attempts-used-up"],
            status: status,
            anthropicStatus: anthropic,
            wait: wait
        )
    }

    /// B is asked at once; A, where it is alone, is not asked again.
    static func failsOver(
        _ kind: String,
        alone reason: String,
        status: Int,
        anthropic: Int? = nil,
        wait: String? = nil
    ) -> Self {
        Self(
            paired: ["A \(kind) next other-target", "B answered"],
            alone: ["A \(kind) stop \(reason)"],
            status: status,
            anthropicStatus: anthropic,
            wait: wait
        )
    }

    /// A is asked once more, then B.
    static func triedTwice(_ kind: String, status: Int) -> Self {
        Self(
            paired: ["A \(kind) again transient", "A \(kind) next other-target-after-tries", "B answered"],
            alone: ["A \(kind) again only-target", "A \(kind) stop attempts-used-up"],
            status: status
        )
    }

    /// Nobody else is asked: the request itself is at fault.
    static func refused(_ kind: String, status: Int) -> Self {
        let attempts = ["A \(kind) stop not-retryable"]
        return Self(paired: attempts, alone: attempts, status: status)
    }

    /// The stream had begun: nobody else may go on with it, and it ends in an error event.
    static func breaks(_ kind: String) -> Self {
        Self(paired: ["A \(kind)"], alone: ["A \(kind)"], status: 200)
    }
}
