print("rtp2wav")
