// Loaded into the server and the crew by the launcher: when the channel to it breaks, it was killed, and they end as on SIGTERM.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
