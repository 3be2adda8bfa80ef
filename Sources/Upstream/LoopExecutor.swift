import DequeModule
public import NIOCore

/// Runs the jobs of Swift tasks on one event loop.
///
/// A task started with `Task(executorPreference:)` on the executor of its connection's loop resumes there after every
/// suspension, so that a request passes server, gateway and client without changing threads.
///
/// `@unchecked Sendable`: `jobs` and `isScheduled` are only touched on the event loop.
public final class LoopExecutor: TaskExecutor, @unchecked Sendable {
    /// The loop that jobs run on.
    public let eventLoop: any EventLoop

    private var jobs = Deque<UnownedJob>()
    private var isScheduled = false

    /// Makes an executor. One per loop is enough; keep it for as long as the loop lives.
    /// - Parameter eventLoop: The loop to run jobs on.
    public init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// Schedules a job. It never runs before this call returns: whoever resumes a task can finish its own work first.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        guard eventLoop.inEventLoop else {
            eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
            return
        }
        jobs.append(job)
        schedule()
    }

    private func schedule() {
        guard !isScheduled else { return }
        isScheduled = true
        // A closure that captures one reference needs no allocation, which one per job would.
        eventLoop.execute { self.runJobs() }
    }

    private func runJobs() {
        isScheduled = false
        // Only those that are here now: a task that yields in a circle must not keep the loop from its sockets.
        for _ in 0..<jobs.count {
            guard let job = jobs.popFirst() else { break }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
        if !jobs.isEmpty {
            schedule()
        }
    }
}
