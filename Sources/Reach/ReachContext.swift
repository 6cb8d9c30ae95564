import NIOCore
import NIOPosix

/// What all visits of one run share.
package struct ReachContext: Sendable {
    package let options: ReachOptions
    let slots: LoginSlots
    let onEvent: @Sendable (ReachEvent) -> Void

    /// The process's own loops, which nobody shuts down.
    var loop: any EventLoop { MultiThreadedEventLoopGroup.singleton.next() }

    var isOver: Bool { Task.isCancelled || options.isStopping() }
}
