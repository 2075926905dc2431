"""Files that people upload: images and videos, their renditions, alternative text and rights."""
