"""What figures say besides their headlines: subtitles, notes, labels and the clauses of their alternative texts.

A module for each drawing, named as it is. The drawing chooses what to say and where; it words nothing itself.
"""
